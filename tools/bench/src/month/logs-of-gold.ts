/**
 * The log of a run whose plan the frontier made: the run machine itself, told what the gold says. Such logs are what a month of
 * real runs would leave, and the export reads nothing else.
 */
import { digestOf, type EventBody, type StoredEvent } from '@pitcrew/contracts';
import type { GoldPack } from '@pitcrew/dataset/gold';
import { type Answer, play, succeeded } from '@pitcrew/run/scripted';
import { escalatingCrew, hybridRules } from '@pitcrew/run/scripted-escalation';
import { expandPlan } from '@pitcrew/workflow';

type Gold = GoldPack['written'][number];

export function logOfGold({ pack }: Pick<GoldPack, 'pack'>, gold: Gold): readonly StoredEvent[] {
  const { request, workflow, variation, when } = gold.row;
  const plan = expandPlan(pack, variation, { condition: when });
  const route = { workflow, workflowConfidence: 0.9, clarity: 'clear', clarityConfidence: 0.9 } as const;
  const crew = escalatingCrew({ route, plan }, { budget: ['granted'], frontier: plan });
  const rules = { ...hybridRules, isHighStakes: () => false, effectOf: () => 'read' as const };
  return play(rules, request, toldByGold(crew, gold)).events;
}

const toldByGold =
  (crew: Answer, { steps }: Gold): Answer =>
  (effect, state): EventBody | undefined => {
    if (effect.kind !== 'propose' && effect.kind !== 'perform') return crew(effect, state);
    const step = steps.filter((each) => each.step === effect.step)[effect.item];
    const body = crew(effect, state);
    if (step === undefined || body === undefined) return body;
    if (body.kind === 'call-proposed') {
      const argumentDigest = digestOf(step.arguments);
      const idempotencyKey = `${effect.step}:${effect.item}:${argumentDigest}`;
      return { ...body, arguments: step.arguments, argumentDigest, idempotencyKey };
    }
    return body.kind === 'call-performed' ? { ...body, outcome: succeeded(step.result) } : body;
  };

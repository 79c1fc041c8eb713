/**
 * A run whose second step meets one failure, of a chosen class, outcome and effect class. The pack is a real one. The tool
 * keeps a log of its effects and, but for the idempotent one, no keys: what is called twice happens twice. Whether a call of unknown
 * outcome took effect, never will, or still will, is drawn from the seed.
 */
import { digestOf, type ErrorClass, type Executed, type JsonObject, type Outcome, Plan } from '@pitcrew/contracts';
import { scriptedRepair } from '@pitcrew/run/scripted-repair';
import { parsePack } from '@pitcrew/workflow';
import { rulesOfPacks } from '../rules-of-packs.ts';
import type { Called, Scene, Surroundings } from './scene.ts';

export const EFFECT_CLASSES = ['read', 'idempotent', 'probe-able', 'irreversible', 'undeclared'] as const;
export type Effects = (typeof EFFECT_CLASSES)[number];

export type Failure = { readonly errorClass: ErrorClass; readonly executed: Executed; readonly effects: Effects };
/** What became of the call that failed. */
export type Fate = 'never' | 'happened' | 'late';

export type Performed = { readonly key: string; readonly digest: string };
export type FaultScene = { readonly scene: Scene; readonly fate: Fate; readonly performed: readonly Performed[] };

const declaration: Readonly<Record<Effects, string>> = {
  read: 'effect: read',
  idempotent: 'effect: idempotent',
  'probe-able': 'effect: irreversible\n    probe: { tool: asked, field: happened }',
  irreversible: 'effect: irreversible',
  undeclared: 'needs: []',
};

const packOf = (effects: Effects) =>
  parsePack(
    `name: faulty
title: Fail
covers: fail once
tools:
  look:
    effect: read
    arguments: { n: { type: integer, from: request } }
    result: {}
  act:
    ${declaration[effects]}
    arguments: { n: { type: integer, from: request } }
    result: {}
  ${effects === 'probe-able' ? '' : '#'} asked: { effect: read, arguments: { n: { type: integer } }, result: { happened: boolean } }
plan: [look, act]
variations: { full: { without: [] } }
`.replace(/^ {3}asked/m, '  asked'),
    'workflow.yaml',
  );

const LATE_MS = 300;

export function faultScene(failure: Failure, around: Surroundings): FaultScene {
  const { errorClass, executed, effects } = failure;
  const { clock, random } = around;
  const pack = packOf(effects);
  const rules = rulesOfPacks([pack], { without: new Set(), hybrid: false });
  const fate = executed === 'no' ? 'never' : ((['never', 'happened', 'late'] as const)[random.below(3)] as Fate);
  const performed: Performed[] = [];
  const underWay = new Set<string>();
  const takeEffect = (key: string): void => {
    const keys = around.effects.get('act') ?? [];
    if (effects === 'read' || (effects === 'idempotent' && keys.includes(key))) return;
    around.effects.set('act', [...keys, key]);
  };

  const fail = (key: string): Outcome => {
    if (fate === 'happened') takeEffect(key);
    if (fate === 'late') {
      underWay.add(key);
      void clock.sleep(LATE_MS).then(() => {
        underWay.delete(key);
        takeEffect(key);
      });
    }
    return { kind: 'failed', errorClass, executed, message: 'it failed' };
  };

  /** While a call is under way the field is left out: it can't be promised that nothing will happen. */
  const ask = (key: string): JsonObject =>
    underWay.has(key) ? {} : { happened: around.effects.get('act')?.includes(key) ?? false };

  const act = (args: JsonObject, key: string): Outcome => {
    performed.push({ key, digest: digestOf(args) });
    if (performed.length === 1) return fail(key);
    takeEffect(key);
    return { kind: 'succeeded', result: { done: true } };
  };

  const perform = ({ tool, arguments: args, idempotencyKey: key }: Called): Outcome => {
    if (tool === 'look') return { kind: 'succeeded', result: { seen: true } };
    return tool === 'asked' ? { kind: 'succeeded', result: ask(key) } : act(args, key);
  };
  const steps = [
    { id: 's1', tool: 'look', dependsOn: [] },
    { id: 's2', tool: 'act', dependsOn: ['s1'] },
  ];
  const script: Scene['script'] = {
    route: { workflow: pack.name, workflowConfidence: 1, clarity: 'clear', clarityConfidence: 1 },
    plan: Plan.parse({ workflow: pack.name, variation: 'full', version: 1, steps }),
    arguments: (_, attempt) => ({ n: attempt }),
    replan: (state, failed) => scriptedRepair(rules, state, failed, 'refresh'),
  };
  return { scene: { rules, script, perform }, fate, performed };
}

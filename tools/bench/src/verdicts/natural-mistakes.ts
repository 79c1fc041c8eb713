/**
 * The calls that the executor gets wrong by itself, told what the planner should have read, and how wrong they look to the
 * validator. Steps for which no model is asked are no occasion.
 */
import { canonicalJson, type JsonObject } from '@pitcrew/contracts';
import type { GoldPack, GoldStep } from '@pitcrew/dataset/gold';
import type { Decider, Writer } from '@pitcrew/model';
import {
  type CallTask,
  callFindings,
  callInput,
  executorFields,
  executorPrompt,
  givenArguments,
  head,
  openFields,
  parseCall,
  probability,
  VALIDATOR_LABELS,
} from '@pitcrew/specialists';
import type { Suspect } from './catches.ts';

export type NaturalMistakes = { readonly asked: number; readonly mistakes: readonly Suspect[] };

export async function naturalMistakes(
  writer: Pick<Writer, 'write'>,
  decider: Pick<Decider, 'decide'>,
  packs: readonly GoldPack[],
): Promise<NaturalMistakes> {
  let asked = 0;
  const mistakes: Suspect[] = [];
  for (const { task, gold } of packs.flatMap(occasionsOf)) {
    const proposed = await proposal(writer, task, gold);
    if (proposed === undefined) continue;
    asked += 1;
    if (canonicalJson(proposed) === canonicalJson(gold.arguments)) continue;
    mistakes.push({ head: 'call', good: false, score: await scoreOf(decider, { ...task, arguments: proposed }) });
  }
  return { asked, mistakes };
}

type Occasion = { readonly task: Omit<CallTask, 'arguments'>; readonly gold: GoldStep };

const occasionsOf = ({ pack, written }: GoldPack): Occasion[] =>
  written.flatMap(({ row: { request }, steps }) =>
    steps.map((gold) => {
      const { tool, history, itemValue } = gold;
      return { gold, task: { pack, request, tool, history, ...(itemValue === undefined ? {} : { itemValue }) } };
    }),
  );

/** undefined: nothing is open. */
async function proposal(
  writer: Pick<Writer, 'write'>,
  task: Occasion['task'],
  { sources }: GoldStep,
): Promise<JsonObject | undefined> {
  const given = { arguments: givenArguments(task.pack, task.tool, sources) };
  const asked = { ...task, failures: [], given };
  const found = executorFields(asked);
  if (found.kind === 'missing') return {};
  const open = openFields(found.fields);
  if (open.length === 0) return undefined;
  const { values } = await writer.write({ prompt: executorPrompt(asked, open), fields: open });
  return parseCall(asked, found.fields, values).arguments;
}

async function scoreOf(decider: Pick<Decider, 'decide'>, task: CallTask): Promise<number> {
  if (callFindings(task).length > 0) return 1;
  const decision = await decider.decide(callInput(task));
  return probability(head(decision, 'call'), VALIDATOR_LABELS.call[1]);
}

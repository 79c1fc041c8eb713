/**
 * The calls that an executor proposes on the gold's way through the requests, told what the planner should have read. Steps
 * for which no model is asked are no occasion.
 */
import { canonicalJson, type JsonObject } from '@pitcrew/contracts';
import type { Writer } from '@pitcrew/model';
import {
  type CallTask,
  executorFields,
  executorPrompt,
  givenArguments,
  openFields,
  parseCall,
} from '@pitcrew/specialists';
import type { GoldPack } from '../build.ts';
import type { GoldStep } from '../gold.ts';

/** What an executor was asked, and those of its answers that differ from the gold. */
export type Mistakes = { readonly asked: number; readonly mistakes: readonly Mistake[] };
export type Mistake = { readonly voice: string; readonly task: CallTask };

export async function mistakesOf(writer: Pick<Writer, 'write'>, packs: readonly GoldPack[]): Promise<Mistakes> {
  let asked = 0;
  const mistakes: Mistake[] = [];
  for (const { voice, task, gold } of packs.flatMap(occasionsOf)) {
    const proposed = await proposal(writer, task, gold);
    if (proposed === undefined) continue;
    asked += 1;
    if (canonicalJson(proposed) !== canonicalJson(gold.arguments))
      mistakes.push({ voice, task: { ...task, arguments: proposed } });
  }
  return { asked, mistakes };
}

type Occasion = { readonly voice: string; readonly task: Omit<CallTask, 'arguments'>; readonly gold: GoldStep };

const occasionsOf = ({ pack, written }: GoldPack): Occasion[] =>
  written.flatMap(({ row: { request, voice }, steps }) =>
    steps.map((gold) => {
      const { tool, history, itemValue } = gold;
      const item = itemValue === undefined ? {} : { itemValue };
      return { voice, gold, task: { pack, request, tool, history, ...item } };
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
  const { values } = await writer.write({ tenant: '', prompt: executorPrompt(asked, open), fields: open });
  return parseCall(asked, found.fields, values).arguments;
}

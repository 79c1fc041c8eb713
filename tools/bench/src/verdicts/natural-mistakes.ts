/** How wrong the calls that the executor gets wrong by itself look to the validator. */
import { type GoldPack, mistakesOf } from '@pitcrew/dataset/gold';
import type { Decider, Writer } from '@pitcrew/model';
import { callInput } from '@pitcrew/specialists';
import { type Suspect, scoreOf } from './catches.ts';

export type NaturalMistakes = { readonly asked: number; readonly mistakes: readonly Suspect[] };

export async function naturalMistakes(
  writer: Pick<Writer, 'write'>,
  decider: Pick<Decider, 'decide'>,
  packs: readonly GoldPack[],
): Promise<NaturalMistakes> {
  const { asked, mistakes } = await mistakesOf(writer, packs);
  const suspects: Suspect[] = [];
  for (const { task } of mistakes) {
    const judged = { head: 'call', task: { ...task, result: null }, row: { text: callInput(task) } } as const;
    suspects.push({ head: 'call', good: false, score: await scoreOf(decider, judged) });
  }
  return { asked, mistakes: suspects };
}

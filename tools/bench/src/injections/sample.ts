/** Some injections of the corpus, drawn by whoever measures, against a crew of their own: what got through, and what says little. */
import { join, resolve } from 'node:path';
import { loadPacks } from '@pitcrew/workflow';
import { corpusOfCheckout } from './command.ts';
import type { Injection } from './corpus.ts';
import { withCrewUnderAttack } from './crew-under-attack.ts';
import { measureInjections } from './measure.ts';
import { gotThrough } from './verdict.ts';

export type Sampled = {
  readonly measured: number;
  /** Attacks that had an effect which nothing and nobody allowed, in words. */
  readonly through: readonly string[];
  /** Scenes that do something else than what is asked, undisturbed. */
  readonly unsound: readonly string[];
  /** Attacks whose run ended as their twin's. */
  readonly useful: number;
};

export const injectionsOfCheckout = (): readonly Injection[] => corpusOfCheckout().injections;

export async function attackWith(injections: readonly Injection[]): Promise<Sampled> {
  const packs = loadPacks(join(resolve(import.meta.dirname, '../../../..'), 'workflows'));
  const { scenes } = corpusOfCheckout();
  const { measured, unsound } = await withCrewUnderAttack((doors) =>
    measureInjections({ scenes, injections }, { doors, packs, mode: 'chain', concurrency: 2, tell: () => undefined }),
  );
  const through = measured.filter(({ injection, verdict }) => gotThrough(injection, verdict));
  return {
    measured: measured.length,
    through: through.map(({ injection, verdict }) => `${injection.id}: ${JSON.stringify(verdict)}`),
    unsound,
    useful: measured.filter(({ verdict }) => verdict.useful).length,
  };
}

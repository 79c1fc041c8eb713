/**
 * The digest of the last event that this process saw of each run, so that the next append need not read it again. Bounded:
 * the run that was longest not touched is forgotten, which costs one read.
 */
import type { Digest, RunId } from '@pitcrew/contracts';

export type Tail = { readonly sequence: number; readonly digest: Digest };

const RUNS_MAX = 10_000;

export function createTails(runsMax = RUNS_MAX) {
  const tails = new Map<RunId, Tail>();
  return {
    get(run: RunId, sequence: number): Digest | undefined {
      const tail = tails.get(run);
      return tail?.sequence === sequence ? tail.digest : undefined;
    },
    set(run: RunId, tail: Tail): void {
      const known = tails.get(run);
      tails.delete(run);
      tails.set(run, known !== undefined && known.sequence > tail.sequence ? known : tail);
      if (tails.size > runsMax) tails.delete(tails.keys().next().value as RunId);
    },
  };
}

/**
 * Runs that were parked for want of budget wake together when a period turns or a limit is raised. What comes within a moment is
 * gathered, and who has waited longest asks the ledger first; whoever has not waited goes straight through.
 */
export const GATHER_MS = 250;

type Gathered = { readonly since: string; readonly go: () => void };

/** `waitingSince` is an ISO time; undefined: not parked before. Answers what `ask` answers. */
export type InTurn = <T>(waitingSince: string | undefined, ask: () => Promise<T>) => Promise<T>;

export function longestWaitingFirst(gatherMs: number = GATHER_MS): InTurn {
  let gathered: Gathered[] = [];
  const release = (): void => {
    const now = gathered.sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
    gathered = [];
    for (const { go } of now) go();
  };
  return async (waitingSince, ask) => {
    if (waitingSince === undefined) return ask();
    await new Promise<void>((go) => {
      if (gathered.length === 0) setTimeout(release, gatherMs);
      gathered.push({ since: waitingSince, go });
    });
    return ask();
  };
}

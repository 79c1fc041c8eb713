/**
 * Nothing is refused for what may only not be visible yet. Right after a failover the new leader of the log answers before it has
 * applied the last facts, so a person who answers what was just shown could be told that nobody asked. A refusal which says that
 * something is not there is given only after the log has been read a few times.
 */
import type { RunLog } from '@pitcrew/bus';
import { RpcError } from '@pitcrew/rpc';

/** All in all as long as a leader takes to apply what it has. */
const LOOK_AGAIN_AFTER_MS = [50, 150, 400] as const;

const SAYS_NOT_THERE: ReadonlySet<string> = new Set([
  'RUN_NOT_FOUND',
  'NO_PENDING_APPROVAL',
  'NO_PENDING_REVIEW',
  'NO_PENDING_CLARIFICATION',
]);

export const lookingAgain = (log: RunLog, pause: (ms: number) => Promise<void>): RunLog => ({
  ...log,
  appendIn: async (append) => {
    for (const waitMs of LOOK_AGAIN_AFTER_MS) {
      try {
        return await log.appendIn(append);
      } catch (error) {
        if (!(error instanceof RpcError && SAYS_NOT_THERE.has(error.reason))) throw error;
        await pause(waitMs);
      }
    }
    return log.appendIn(append);
  },
});

/**
 * New runs are refused while there is no room for them: when the log is four fifths full, so that runs under way can still record
 * their ends, and when too many runs wait for the crew already. The second is where a crew that cannot keep up shows at the door:
 * model slots that are taken make orchestrators wait, orchestrators that drive all they can take no more wake-ups, and those wait here.
 *
 * Both numbers change slowly and are asked at most every few seconds, by one call for all that come meanwhile: after an outage many do.
 */
import type { RunLog } from '@pitcrew/bus';
import { RpcError } from '@pitcrew/rpc';

export const FULLNESS_MAX = 0.8;
export const ROOM_AGE_MS = 5000;
/** About what an orchestrator more takes to come up. */
export const RETRY_AFTER_MS = 30_000;

export type RoomOptions = {
  readonly log: Pick<RunLog, 'fullness' | 'waiting'>;
  readonly now: () => Date;
  readonly waitingRunsMax: number;
  readonly report: (problem: unknown) => void;
};

export function createRoomForRuns({ log, now, waitingRunsMax, report }: RoomOptions) {
  let refusal: RpcError | undefined;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  // The log can still take a run while nobody tells how many wait.
  const waitingNow = (): Promise<number> =>
    log.waiting().catch((problem: unknown) => {
      report(problem);
      return 0;
    });
  const ask = async (): Promise<void> => {
    const [fullness, waiting] = await Promise.all([log.fullness(), waitingNow()]);
    refusal =
      fullness >= FULLNESS_MAX ? logFull(fullness) : waiting >= waitingRunsMax ? tooManyWait(waiting) : undefined;
    askedAtMs = now().getTime();
  };
  return async (): Promise<void> => {
    if (now().getTime() - askedAtMs >= ROOM_AGE_MS) {
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      await asking;
    }
    if (refusal !== undefined) throw refusal;
  };
}

const logFull = (fullness: number): RpcError =>
  exhausted(
    'RUN_LOG_FULL',
    `the run log is ${Math.round(fullness * 100)} % full; no new runs until an operator makes room`,
  );

const tooManyWait = (waiting: number): RpcError =>
  exhausted(
    'TOO_MANY_RUNS_WAIT',
    `${waiting} wake-ups of runs wait for an orchestrator; no new runs until it is fewer`,
  );

const exhausted = (reason: string, message: string): RpcError =>
  new RpcError({ code: 'RESOURCE_EXHAUSTED', reason, message, retryAfterMs: RETRY_AFTER_MS });

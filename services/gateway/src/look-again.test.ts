/** What a lagging leader does not show yet is not refused; what is really not there is, a moment later. */
import type { LogEntry, RunLog } from '@pitcrew/bus';
import { newRunId, TenantId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { expect, it } from 'vitest';
import { lookingAgain } from './look-again.ts';

const place = { tenant: TenantId.parse('acme'), run: newRunId() };

/** A log of which so many reads show nothing; its decision refuses an empty one for this reason. */
const decidedOn = async (emptyReads: number, reason: string) => {
  const waits: number[] = [];
  let reads = 0;
  const log = {
    appendIn: async ({ decide }: Parameters<RunLog['appendIn']>[0]) => {
      reads += 1;
      decide(reads > emptyReads ? [{} as LogEntry] : []);
      return { kind: 'stored', sequence: 9 };
    },
  } as unknown as RunLog;
  const decide = (history: readonly LogEntry[]) => {
    if (history.length === 0) throw new RpcError({ code: 'FAILED_PRECONDITION', reason, message: 'not there' });
    return undefined;
  };
  const result = await lookingAgain(log, async (ms) => void waits.push(ms))
    .appendIn({ ...place, decide })
    .then(
      ({ kind }) => kind,
      (error: RpcError) => error.reason,
    );
  return { result, reads, waited: waits.reduce((sum, ms) => sum + ms, 0) };
};

it.each(['RUN_NOT_FOUND', 'NO_PENDING_APPROVAL', 'NO_PENDING_REVIEW', 'NO_PENDING_CLARIFICATION'])(
  '%s is said after the fourth look, 600 ms later',
  async (reason) => {
    expect(await decidedOn(0, reason)).toEqual({ result: 'stored', reads: 1, waited: 0 });
    expect(await decidedOn(3, reason)).toEqual({ result: 'stored', reads: 4, waited: 600 });
    expect(await decidedOn(4, reason)).toEqual({ result: reason, reads: 4, waited: 600 });
  },
);

it.each(['ALREADY_DECIDED', 'RUN_FINISHED', 'ARGUMENTS_CHANGED'])(
  '%s speaks of what is there, and is said at once',
  async (reason) => {
    expect(await decidedOn(1, reason)).toEqual({ result: reason, reads: 1, waited: 0 });
  },
);

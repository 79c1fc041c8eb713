/** A gateway that tells another tenant anything is found out. */
import type { Gateway } from '@pitcrew/cli/tenant';
import { newRunId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { expect, it } from 'vitest';
import { strangerFindings } from './stranger.ts';

const unknown = async () => {
  throw new RpcError({ code: 'NOT_FOUND', message: 'no such run' });
};
const tight = {
  getRun: unknown,
  watchRun: async function* () {
    yield await unknown();
  },
  listRuns: async () => ({ runs: [] }),
  listApprovals: async () => ({ approvals: [] }),
  listReviews: async () => ({ reviews: [] }),
};
const findings = (changes: object) =>
  strangerFindings({ ...tight, ...changes } as unknown as Gateway, { run: newRunId() });

it('one that is tight is not', async () => {
  expect(await findings({})).toEqual([]);
});

const forbidden = async () => {
  throw new RpcError({ code: 'PERMISSION_DENIED', message: 'not yours' });
};
it.each([
  ['GetRun', { getRun: async () => ({}) }, "a stranger's GetRun is answered"],
  ['GetRun, by what it forbids', { getRun: forbidden }, expect.stringMatching(/GetRun ends with .*not yours/)],
  [
    'WatchRun',
    {
      watchRun: async function* () {
        yield {};
      },
    },
    "a stranger's WatchRun is answered",
  ],
  ['ListRuns', { listRuns: async () => ({ runs: [{}] }) }, "a stranger's ListRuns has 1"],
  ['ListApprovals', { listApprovals: async () => ({ approvals: [{}] }) }, "a stranger's ListApprovals has 1"],
  ['ListReviews', { listReviews: async () => ({ reviews: [{}] }) }, "a stranger's ListReviews has 1"],
])('%s', async (_, changes, expected) => {
  expect(await findings(changes)).toEqual([expected]);
});

/** I5: another tenant is told nothing of a run. A run that it names is not there, and its lists hold only what is its own: nothing. */
import type { Gateway } from '@pitcrew/cli/tenant';
import { TenantId } from '@pitcrew/contracts';
import { isRpcError } from '@pitcrew/rpc';
import { type Done, patiently } from './work.ts';

/** It never submits anything. */
const STRANGER = TenantId.parse('stranger');
const options = { deadlineMs: 5_000 };

export async function strangerFindings(gateway: Gateway, { run }: Pick<Done, 'run'>): Promise<readonly string[]> {
  const named = { tenant: STRANGER, run };
  const page = { tenant: STRANGER, pageSize: 200, pageToken: '' };
  const questions = { ...page, includeDecided: true };
  const told = await Promise.all([
    notFound('GetRun', () => gateway.getRun(named, options)),
    notFound('WatchRun', () => firstOf(gateway.watchRun({ ...named, resumeAfter: 0 }, options))),
    empty('ListRuns', async () => (await gateway.listRuns(page, options)).runs),
    empty('ListApprovals', async () => (await gateway.listApprovals(questions, options)).approvals),
    empty('ListReviews', async () => (await gateway.listReviews(questions, options)).reviews),
  ]);
  return told.flat().map((what) => `a stranger's ${what}`);
}

/** NOT_FOUND, and not PERMISSION_DENIED, which would say that there is one. */
async function notFound(method: string, call: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await patiently(call);
    return [`${method} is answered`];
  } catch (error) {
    return isRpcError(error, 'NOT_FOUND') ? [] : [`${method} ends with ${error}`];
  }
}

async function empty(method: string, list: () => Promise<readonly unknown[]>): Promise<readonly string[]> {
  const found = await patiently(list);
  return found.length === 0 ? [] : [`${method} has ${found.length}`];
}

async function firstOf(stream: AsyncIterable<unknown>): Promise<unknown> {
  for await (const message of stream) return message;
  return undefined;
}

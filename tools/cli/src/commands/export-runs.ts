/** `pitcrew dataset export`: what the finished runs of a tenant teach, from their logs through the gateway into a folder. */
import { join, resolve } from 'node:path';
import { followRun, type Gateway } from '@pitcrew/client';
import type { RunId, StoredEvent } from '@pitcrew/contracts';
import { CALL_DEADLINE_MS, type TargetOptions, withGateway } from './gateway-target.ts';
import { say } from './terminal.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const PAGE_RUNS = 100;

export type ExportOptions = TargetOptions & { readonly workflows?: string; readonly limit: number };

export async function exportRuns(folder: string, options: ExportOptions): Promise<void> {
  const { examplesOfRun, exportExamples } = await import('@pitcrew/dataset/export');
  const workflows = options.workflows ?? process.env.PITCREW_WORKFLOWS_DIR ?? join(ROOT, 'workflows');
  await withGateway(options, async (gateway, tenant) => {
    const runs = await finishedRuns(gateway, tenant, options.limit);
    const examples = [];
    for (const run of runs) examples.push(...examplesOfRun(await eventsOf(gateway, tenant, run)));
    say(`${runs.length} finished runs, ${examples.length} examples`);
    for (const line of exportExamples(resolve(folder), workflows, examples)) say(line);
  });
}

async function finishedRuns(gateway: Gateway, tenant: string, limit: number): Promise<readonly RunId[]> {
  const found: RunId[] = [];
  for (let pageToken = ''; found.length < limit; ) {
    const page = await gateway.listRuns({ tenant, pageSize: PAGE_RUNS, pageToken }, { deadlineMs: CALL_DEADLINE_MS });
    found.push(...page.runs.filter(({ phase }) => phase === 'finished').map(({ run }) => run));
    if (page.nextPageToken === '') break;
    pageToken = page.nextPageToken;
  }
  return found.slice(0, limit);
}

async function eventsOf(gateway: Gateway, tenant: string, run: RunId): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const stored of followRun(gateway, { tenant, run })) events.push(stored);
  return events;
}

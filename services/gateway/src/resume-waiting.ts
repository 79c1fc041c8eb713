/**
 * Runs that wait for budget go on by themselves when a limit is raised, the oldest first. Whoever set the limit, and through
 * whichever door, its fact is in the ledger; one gateway is handed it and tells each waiting run, in the run's own log. The next
 * is told when the one before has asked the ledger again: runs that go on side by side would ask in any order.
 */
import type { Bus, Consumption, LogEntry, RunLog, SubjectLogEntry } from '@pitcrew/bus';
import {
  type EventBody,
  LEDGER_STREAM,
  LEDGER_SUBJECT,
  LedgerEntry,
  type RunSummary,
  type TenantId,
} from '@pitcrew/contracts';
import type { RunState } from '@pitcrew/run';
import type { Gateway } from './gateway.ts';
import { incomingEvent } from './incoming-event.ts';
import { foldHistory, type Place } from './read-run.ts';

const PAGE_RUNS = 200;
const DELIVERIES_MAX = 10;
const AT_ONCE = 1;
/** Longer than an orchestrator needs that has slots free; without any, the runs are told one after another all the same. */
const ASKED_WITHIN_MS = 5_000;

export async function resumeOnRaisedLimits(bus: Pick<Bus, 'subjectLog'>, gateway: Gateway): Promise<Consumption> {
  const ledger = await bus.subjectLog({ stream: LEDGER_STREAM, subject: LEDGER_SUBJECT });
  return ledger.consume({
    maxInFlight: AT_ONCE,
    maxDeliver: DELIVERIES_MAX,
    handler: async (entry) => {
      for (const tenant of await tenantsOf(entry, () => ledger.read(0))) await resumeWaiting(gateway, tenant);
      return 'done';
    },
  });
}

/** For whom the entry may have raised a limit; a limit of all tenants concerns everybody that the ledger speaks of. */
async function tenantsOf(
  entry: SubjectLogEntry,
  everything: () => Promise<readonly SubjectLogEntry[]>,
): Promise<ReadonlySet<TenantId>> {
  const scopes = factsOf(entry).flatMap((fact) => (fact.kind === 'limit-set' ? [fact.scope] : []));
  const all = scopes.some(({ kind }) => kind === 'all') ? await everything() : [];
  const named = scopes.flatMap((scope) => (scope.kind === 'tenant' ? [scope.tenant] : []));
  return new Set([...named, ...all.flatMap((each) => factsOf(each).flatMap(tenantIn))]);
}

type Fact = LedgerEntry['facts'][number];

/** Facts of newer code are its own business. */
function factsOf({ bytes }: SubjectLogEntry): readonly Fact[] {
  const parsed = LedgerEntry.safeParse(JSON.parse(Buffer.from(bytes).toString()));
  return parsed.success ? parsed.data.facts : [];
}

function tenantIn(fact: Fact): readonly TenantId[] {
  if ('tenant' in fact) return [fact.tenant];
  return 'scope' in fact && fact.scope.kind === 'tenant' ? [fact.scope.tenant] : [];
}

/** Gives how many were told. A run that stopped waiting meanwhile is left as it is. */
export async function resumeWaiting(
  gateway: Gateway,
  tenant: TenantId,
  askedWithinMs: number = ASKED_WITHIN_MS,
): Promise<number> {
  const { log, now } = gateway;
  let told = 0;
  let inTurn = true;
  for (const { run } of await unfinishedOldestFirst(gateway, tenant)) {
    const event = incomingEvent({ tenant, run }, { kind: 'budget-raised' }, now());
    const decide = (history: readonly LogEntry[]) =>
      waitsForBudget(foldHistory(history, run).state) ? event : undefined;
    const appended = await log.appendIn({ tenant, run, decide });
    if (appended.kind === 'declined') continue;
    told += 1;
    if (inTurn) inTurn = await hasAsked(log, { tenant, run }, appended.sequence, askedWithinMs);
  }
  return told;
}

async function unfinishedOldestFirst({ summaries }: Gateway, tenant: TenantId): Promise<readonly RunSummary[]> {
  const unfinished: RunSummary[] = [];
  for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
    const page = await summaries.list(tenant, PAGE_RUNS, pageToken);
    unfinished.push(...page.runs.filter(({ phase }) => phase !== 'finished'));
    pageToken = page.nextPageToken === '' ? undefined : page.nextPageToken;
  }
  return unfinished.sort((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt));
}

const waitsForBudget = ({ finished, parked, escalations }: RunState): boolean =>
  finished === undefined && parked && escalations.some(({ phase }) => phase.kind === 'no-budget');

/** The ledger has answered this run, or the run needs no answer any more. */
const ASKED: ReadonlySet<EventBody['kind']> = new Set([
  'spend-reserved',
  'spend-refused',
  'escalation-failed',
  'run-parked',
  'run-finished',
]);

/** False: nobody carried the run on within the time, so waiting for others of its kind is of no use. */
async function hasAsked(log: RunLog, { tenant, run }: Place, after: number, withinMs: number): Promise<boolean> {
  for await (const entry of log.watch(tenant, run, after, AbortSignal.timeout(withinMs)))
    if (entry.kind !== 'event' || ASKED.has(entry.event.body.kind)) return true;
  return false;
}

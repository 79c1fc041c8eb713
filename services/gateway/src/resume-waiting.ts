/**
 * Runs that wait for budget go on by themselves when a limit is raised, the oldest first. Whoever set the limit, and through
 * whichever door, its fact is in the ledger; one gateway is handed it and tells each waiting run, in the run's own log.
 */
import type { Bus, Consumption, SubjectLogEntry } from '@pitcrew/bus';
import { LEDGER_STREAM, LEDGER_SUBJECT, LedgerEntry, type RunSummary, type TenantId } from '@pitcrew/contracts';
import type { RunState } from '@pitcrew/run';
import type { Gateway } from './gateway.ts';
import { incomingEvent } from './incoming-event.ts';
import { foldHistory } from './read-run.ts';

const PAGE_RUNS = 200;
const DELIVERIES_MAX = 10;
const AT_ONCE = 1;

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
export async function resumeWaiting({ log, summaries, now }: Gateway, tenant: TenantId): Promise<number> {
  const waiting: RunSummary[] = [];
  for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
    const page = await summaries.list(tenant, PAGE_RUNS, pageToken);
    waiting.push(...page.runs.filter(({ phase }) => phase !== 'finished'));
    pageToken = page.nextPageToken === '' ? undefined : page.nextPageToken;
  }
  let told = 0;
  for (const { run } of waiting.sort((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt))) {
    const event = incomingEvent({ tenant, run }, { kind: 'budget-raised' }, now());
    await log.appendIn({
      tenant,
      run,
      decide: (history) => {
        if (!waitsForBudget(foldHistory(history, run).state)) return undefined;
        told += 1;
        return event;
      },
    });
  }
  return told;
}

const waitsForBudget = ({ finished, parked, escalations }: RunState): boolean =>
  finished === undefined && parked && escalations.some(({ phase }) => phase.kind === 'no-budget');

/**
 * `pitcrew verify`: whether the stored logs of a tenant are those that were written. It reads the run log itself, not the
 * gateway, because only the stored bytes can be checked against their digests. Exit code 1 when anything is wrong.
 */
import { type Finding, NoRunLog, openLogAudit, type RunAudit } from '@pitcrew/bus';
import { assertNever, TenantId } from '@pitcrew/contracts';
import { busTarget } from './bus-target.ts';
import { CommandError } from './command-error.ts';
import { parseRunId, tenantOf } from './gateway-target.ts';
import { bad, complain, dim, good, say } from './terminal.ts';

export type VerifyOptions = {
  readonly nats?: string;
  readonly tenant?: string;
  readonly output: 'text' | 'json';
};

export async function verify(id: string | undefined, options: VerifyOptions): Promise<number> {
  const tenant = TenantId.parse(tenantOf(options));
  await using log = await openOrComplain(options);
  const runs = id === undefined ? await log.runs(tenant) : [parseRunId(id)];
  const audits: RunAudit[] = [];
  for (const run of runs) {
    const audit = await log.audit(tenant, run);
    audits.push(audit);
    if (options.output === 'text') for (const finding of audit.findings) say(`${bad(run)}  ${findingText(finding)}`);
  }
  if (id !== undefined && audits.every(({ events, findings }) => events === 0 && findings.length === 0))
    throw new CommandError(`there is no run ${id} of the tenant ${tenant}`);
  const removed = await log.removed();
  const damaged = audits.filter(({ findings }) => findings.length > 0).length;
  if (options.output === 'json') say(JSON.stringify({ tenant, runs: audits, removedOfAllTenants: removed }));
  else conclude(audits, damaged, removed);
  return damaged === 0 ? 0 : 1;
}

function conclude(audits: readonly RunAudit[], damaged: number, removed: number): void {
  const events = audits.reduce((sum, audit) => sum + audit.events, 0);
  const read = `${audits.length} runs, ${events} events`;
  say(
    damaged === 0 ? good(`${read}: every event follows from the one before`) : bad(`${read}: ${damaged} runs damaged`),
  );
  if (removed > 0)
    complain(
      dim(
        `${removed} messages of the whole log, over all tenants, are no longer on it; those of archived runs are in the archive`,
      ),
    );
}

async function openOrComplain({ nats }: VerifyOptions) {
  const target = busTarget(nats);
  try {
    return await openLogAudit(target);
  } catch (error) {
    if (error instanceof NoRunLog || (error instanceof Error && error.name === 'BusUnavailable'))
      throw new CommandError(error.message);
    throw error;
  }
}

export function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'start-missing':
      return `the events before ${finding.before} are missing`;
    case 'events-missing':
      return `between ${finding.after} and ${finding.before} events are missing${finding.last === undefined ? '' : `, the last of them ${finding.last}`}`;
    case 'end-missing':
      return finding.after === 0
        ? `the whole log is missing; it once went up to ${finding.upTo}`
        : finding.upTo > finding.after
          ? `the events after ${finding.after} are missing; the log once went up to ${finding.upTo}`
          : `the run had finished, but its last event is missing`;
    case 'event-altered':
      return `event ${finding.sequence} is not what was written`;
    case 'event-unreadable':
      return `event ${finding.sequence} is not an event`;
    case 'event-misplaced':
      return `event ${finding.sequence} belongs to another run`;
    default:
      return assertNever(finding);
  }
}

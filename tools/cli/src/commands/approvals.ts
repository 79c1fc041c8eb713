/** `pitcrew approvals`: what waits for a person, and the decision. A decision is bound to what the run shows now (R4). */
import type { PendingApproval, RunId } from '@pitcrew/contracts';
import type { Gateway } from '../follow-run.ts';
import { assignments } from '../story/values.ts';
import { CommandError } from './command-error.ts';
import { decide } from './decide.ts';
import { CALL_DEADLINE_MS, parseRunId, type TargetOptions, withGateway } from './gateway-target.ts';
import type { OutputOptions } from './runs.ts';
import { table } from './table.ts';
import type { Place } from './tell-run.ts';
import { dim, say, whoAmI } from './terminal.ts';

/** Runs that are looked through for pending approvals, those that changed last first. */
export const RUNS_SEARCHED_MAX = 2000;
const PAGE_SIZE = 200;

const deadline = { deadlineMs: CALL_DEADLINE_MS };

type Waiting = PendingApproval & { readonly run: RunId };

export const listApprovals = (options: OutputOptions): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const approvals = await pendingOf(gateway, tenant);
    if (options.output === 'json') return say(JSON.stringify({ approvals }));
    if (approvals.length === 0) return say(dim('nothing waits for a decision'));
    say(table(['RUN', 'STEP', 'CALL', 'EXPIRES'], approvals.map(rowOf)));
  });

export type DecideOptions = TargetOptions & {
  readonly item: number;
  readonly approve?: boolean;
  readonly refuse?: boolean;
  readonly digest?: string;
  readonly reason: string;
  readonly by?: string;
};

export const decideApproval = (id: string, step: string, options: DecideOptions): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    if ((options.approve === true) === (options.refuse === true))
      throw new CommandError('say either --approve or --refuse');
    const place = { tenant, run: parseRunId(id) };
    const asked = await findPending(gateway, place, step, options);
    const approved = options.approve === true;
    await decide(gateway, place, asked, { approved, decidedBy: options.by ?? whoAmI(), reason: options.reason });
    say(`${approved ? 'approved' : 'refused'}: ${asked.tool}(${assignments(asked.arguments)})`);
  });

async function findPending(
  gateway: Gateway,
  place: Place,
  step: string,
  { item, digest }: DecideOptions,
): Promise<PendingApproval> {
  const { pendingApprovals } = await gateway.getRun(place, deadline);
  const asked = pendingApprovals.find((approval) => approval.step === step && approval.item === item);
  if (asked === undefined) throw new CommandError(`${step} of this run waits for no decision`);
  if (digest !== undefined && digest !== asked.argumentDigest)
    throw new CommandError(
      `${step} now has other arguments than those of ${digest}; look at the run again before you decide`,
    );
  return asked;
}

async function pendingOf(gateway: Gateway, tenant: Place['tenant']): Promise<readonly Waiting[]> {
  const found: Waiting[] = [];
  let pageToken = '';
  for (let searched = 0; searched < RUNS_SEARCHED_MAX; searched += PAGE_SIZE) {
    const page = await gateway.listRuns({ tenant, pageSize: PAGE_SIZE, pageToken }, deadline);
    for (const { run, phase } of page.runs) {
      if (phase === 'finished' || phase === 'queued') continue;
      const { pendingApprovals } = await gateway.getRun({ tenant, run }, deadline);
      found.push(...pendingApprovals.map((approval) => ({ ...approval, run })));
    }
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
  }
  return found;
}

const rowOf = ({ run, step, item, tool, arguments: args, expiresAt }: Waiting): string[] => [
  run,
  item === 0 ? step : `${step} item ${item}`,
  `${tool}(${assignments(args)})`,
  expiresAt,
];

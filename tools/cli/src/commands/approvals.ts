/** `pitcrew approvals`: what waits for a person, and the decision. A decision is bound to what the run shows now (R4). */
import type { Gateway } from '@pitcrew/client';
import type { ApprovalRecord, PendingApproval } from '@pitcrew/contracts';
import { assignments } from '../story/values.ts';
import { CommandError } from './command-error.ts';
import { decide } from './decide.ts';
import { CALL_DEADLINE_MS, parseRunId, type TargetOptions, withGateway } from './gateway-target.ts';
import { type FilterOptions, filterOf, pagesOf } from './question-pages.ts';
import type { OutputOptions } from './runs.ts';
import { table } from './table.ts';
import type { Place } from './tell-run.ts';
import { dim, say, whoAmI } from './terminal.ts';

const deadline = { deadlineMs: CALL_DEADLINE_MS };

export const listApprovals = (options: OutputOptions & FilterOptions): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const approvals = await pagesOf(async (pageToken) => {
      const page = await gateway.listApprovals({ tenant, ...filterOf(options), pageToken }, deadline);
      return { items: page.approvals, nextPageToken: page.nextPageToken };
    });
    if (options.output === 'json') return say(JSON.stringify({ approvals }));
    if (approvals.length === 0) return say(dim('nothing waits for a decision'));
    say(table(['RUN', 'STEP', 'CALL', 'STATE'], approvals.map(rowOf)));
    if (approvals.some(({ approvalState }) => approvalState === 'pending'))
      say(dim('`pitcrew approvals decide RUN STEP --approve`, or `--refuse --reason WHY`'));
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

const rowOf = ({ run, asked, approvalState, decidedBy }: ApprovalRecord): string[] => [
  run,
  asked.item === 0 ? asked.step : `${asked.step} item ${asked.item}`,
  `${asked.tool}(${assignments(asked.arguments)})`,
  approvalState === 'pending' ? `until ${asked.expiresAt}` : [approvalState, decidedBy].filter(Boolean).join(' by '),
];

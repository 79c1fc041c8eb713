/** `pitcrew runs`: what the gateway's API offers about runs, for a terminal or, with `-o json`, for a program. */
import { randomUUID } from 'node:crypto';
import { followRun } from '@pitcrew/client';
import {
  assertNever,
  type Mode,
  type OnBudget,
  type RunPhase,
  type RunStatus,
  type RunSummary,
} from '@pitcrew/contracts';
import { endingOf } from '../story/ending.ts';
import { printable } from '../story/printable.ts';
import { resultText } from '../story/values.ts';
import { answerCommand, askIfUnclear } from './clarify.ts';
import { decideCommand } from './decide.ts';
import { CALL_DEADLINE_MS, parseRunId, type TargetOptions, withGateway } from './gateway-target.ts';
import { showCommand } from './review-text.ts';
import { table } from './table.ts';
import { type Place, type Question, tellRun } from './tell-run.ts';
import { complain, dim, isInteractive, say } from './terminal.ts';

export type OutputOptions = TargetOptions & { readonly output: 'text' | 'json' };

const deadline = { deadlineMs: CALL_DEADLINE_MS };

export const listRuns = (
  options: OutputOptions & {
    readonly limit: number;
    readonly pageToken: string;
    readonly phase?: RunPhase;
    readonly status?: RunStatus;
    readonly workflow?: string;
    readonly from?: string;
    readonly before?: string;
  },
): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const { limit: pageSize, pageToken, output, phase, status, workflow, from, before } = options;
    const filter = {
      ...(phase && { phase }),
      ...(status && { status }),
      ...(workflow && { workflow }),
      ...(from && { submittedFrom: from }),
      ...(before && { submittedBefore: before }),
    };
    const page = await gateway.listRuns({ tenant, pageSize, pageToken, ...filter }, deadline);
    if (output === 'json') return say(JSON.stringify(page));
    say(table(['RUN', 'STATE', 'WORKFLOW', 'CHANGED', 'REQUEST'], page.runs.map(rowOf)));
    if (page.nextPageToken !== '') say(dim(`more: --page-token ${page.nextPageToken}`));
  });

export const submitRun = (
  request: string,
  options: OutputOptions & {
    readonly requestId?: string;
    readonly mode?: Mode;
    readonly onBudget?: OnBudget;
    readonly clarify?: boolean;
  },
): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const { mode, onBudget, clarify } = options;
    const { run } = await gateway.submitRun(
      {
        tenant,
        requestId: options.requestId ?? randomUUID(),
        request,
        ...(mode && { mode }),
        ...(onBudget && { onBudget }),
        ...(clarify && { clarify }),
      },
      deadline,
    );
    say(options.output === 'json' ? JSON.stringify({ run }) : run);
    if (!clarify) return;
    if (isInteractive()) await askIfUnclear(gateway, { tenant, run });
    else complain(dim(`should the request be unclear: ${answerCommand({ tenant, run }, gatewayText(options))}`));
  });

export const getRun = (id: string, options: OutputOptions): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const run = await gateway.getRun({ tenant, run: parseRunId(id) }, deadline);
    if (options.output === 'json') return say(JSON.stringify(run));
    const { phase, workflow, conversation, pendingApprovals, pendingReviews, pendingClarification, outcome } = run;
    say(`${outcome?.status ?? phase}  ${workflow ?? '-'}  "${printable(conversation.originalRequest)}"`);
    for (const { step, tool, result, latencyMs } of conversation.completedSteps)
      say(`  ${step}. ${tool} -> ${resultText(result)} ${dim(`(${latencyMs} ms)`)}`);
    for (const tool of conversation.pendingSteps) say(`  -  ${tool} ${dim('(open)')}`);
    say(`  ${conversation.errorCount} of at most ${conversation.maxErrors} errors`);
    const place = { tenant, run: conversation.sessionId };
    for (const asked of pendingApprovals) say(`  waits: ${decideCommand(place, asked, gatewayText(options))}`);
    for (const asked of pendingReviews) say(`  waits: ${showCommand(place, asked, gatewayText(options))}`);
    if (pendingClarification !== undefined)
      say(`  asks: ${pendingClarification.question}\n  waits: ${answerCommand(place, gatewayText(options))}`);
    if (outcome !== undefined) say(`${outcome.stopReason}: ${printable(outcome.account)}`);
    if (outcome?.disclaimer !== undefined) say(outcome.disclaimer);
  });

export const watchRun = (id: string, options: OutputOptions & { readonly after: number }): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const place = { tenant, run: parseRunId(id) };
    const { after } = options;
    if (options.output === 'json') {
      for await (const stored of followRun(gateway, place, { after })) say(JSON.stringify(stored));
      return;
    }
    const { events } = await tellRun(
      gateway,
      place,
      async (asked) => {
        say(`  ${commandFor(place, asked, gatewayText(options))}`);
        return 'go-on';
      },
      { after },
    );
    const ending = endingOf(events);
    if (ending !== undefined) say(['', ending.headline, ...ending.account, ending.figures].join('\n'));
  });

export const cancelRun = (id: string, options: TargetOptions & { readonly reason: string }): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    await gateway.cancelRun({ tenant, run: parseRunId(id), reason: options.reason }, deadline);
    say('asked to stop');
  });

/** What a person types elsewhere to answer. */
export function commandFor(place: Place, asked: Question, gateway: string): string {
  switch (asked.kind) {
    case 'approval-requested':
      return decideCommand(place, asked, gateway);
    case 'review-requested':
      return showCommand(place, asked, gateway);
    case 'clarification-wanted':
      return answerCommand(place, gateway);
    default:
      return assertNever(asked);
  }
}

export const gatewayText = ({ gateway }: TargetOptions): string => gateway ?? process.env.PITCREW_GATEWAY ?? '';

const rowOf = ({ run, phase, outcome, workflow, updatedAt, request }: RunSummary): string[] => [
  run,
  outcome === undefined ? phase : `${outcome.status} (${outcome.stopReason})`,
  workflow ?? '-',
  updatedAt,
  request.replace(/\s+/g, ' ').slice(0, 60),
];

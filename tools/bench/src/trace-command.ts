/**
 * `npm run bench -- trace`: one request through a crew, and its trace as text, for those who have no Jaeger at hand. The back office can be told
 * to be slow or to fail, so that one sees what that looks like.
 */
import { startCrew } from '@pitcrew/cli/crew';
import { CommandError } from '@pitcrew/cli/eval';
import { openTenant, type World } from '@pitcrew/cli/tenant';
import { attributeNames, eventNames } from '@pitcrew/telemetry';
import { type OtlpReceiver, type ReceivedSpan, spanTree, startOtlpReceiver } from '@pitcrew/testing';
import type { Command } from 'commander';
import { REQUEST } from './measured-run.ts';

const RUN_TIMEOUT_MS = 60_000;

type Options = { readonly delay: string; readonly fault: readonly string[]; readonly calls: boolean };

export function addTraceCommand(program: Command): void {
  program
    .command('trace')
    .description('run one request and print its trace')
    .argument('[request]', 'what to ask for', REQUEST)
    .option('--delay <ms>', 'how long each tool takes at least', '0')
    .option('--fault <tool=class...>', 'the next call of a tool fails: transient, input or logic', [])
    .option('--calls', 'show both sides of each call over gRPC, too', false)
    .action(trace);
}

async function trace(request: string, { delay, fault, calls }: Options): Promise<void> {
  const receiver = await startOtlpReceiver();
  await using crew = await startCrew({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint } });
  using tenant = await openTenant(crew, { delayMs: Number(delay), faults: fault.map(faultOf) });
  const run = await tenant.submit(request);
  await tenant.finished(run, AbortSignal.timeout(RUN_TIMEOUT_MS));
  // Whoever stops sends what it has.
  await crew.stop();
  process.stdout.write(`${spanTree(traceOf(receiver, run), { calls, remark }).join('\n')}\n`);
  await receiver.close();
}

/** Of the trace that the run's end is in. */
function traceOf(receiver: OtlpReceiver, run: string): readonly ReceivedSpan[] {
  const isEnd = ({ attributes }: ReceivedSpan) =>
    attributes[attributeNames.run] === run && attributes[attributeNames.runStatus] !== undefined;
  const traceId = receiver.spans().find(isEnd)?.traceId;
  return receiver.spans().filter((span) => span.traceId === traceId);
}

function faultOf(text: string): NonNullable<World['faults']>[number] {
  const [, tool, kind] = /^(\w+)=(transient|input|logic)$/.exec(text) ?? [];
  if (tool === undefined || kind === undefined)
    throw new CommandError(`${text}: write TOOL=CLASS, such as confirm_order=logic`);
  return { tool, class: kind, message: `${tool} was told to fail`, times: 1 };
}

/** What an operator looks for first: tokens and waits of a model, why the frontier was asked, and rungs that did not just pass. */
function remark({ attributes, notes }: ReceivedSpan): readonly string[] {
  const has = (name: string, text: (value: unknown) => string) =>
    attributes[name] === undefined ? [] : [text(attributes[name])];
  const rungs = notes.flatMap(({ name, attributes: of }) =>
    name === eventNames.ladderRung && of[attributeNames.ladderOutcome] !== 'passed'
      ? [
          [of[attributeNames.step], of[attributeNames.ladderRung], of[attributeNames.ladderOutcome]]
            .filter(Boolean)
            .join(' '),
        ]
      : [],
  );
  return [
    ...has(attributeNames.genAiInputTokens, (tokens) => `${tokens} tokens in`),
    ...has(attributeNames.genAiOutputTokens, (tokens) => `${tokens} out`),
    ...has(attributeNames.escalationCause, (cause) => `because ${cause}`),
    ...has(attributeNames.budgetAmount, (amount) => `${amount} micro-dollars`),
    ...has(attributeNames.runStatus, (status) => `${status}: ${attributes[attributeNames.stopReason]}`),
    ...rungs,
  ];
}

/**
 * The measurement: a crew without tracing for the times and the memory, then another one with tracing for the share of
 * orchestration, so that what the spans cost does not blur the times. Both are warmed first: the first runs of a process
 * compile code and fill caches.
 */
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { spanContextFrom } from '@pitcrew/telemetry';
import { type OtlpReceiver, startOtlpReceiver } from '@pitcrew/testing';
import { breakdownOf } from './breakdown.ts';
import { type MeasuredRun, measureRun, measureRuns } from './measured-run.ts';
import { type ProcessMemory, residentBytesOf } from './memory.ts';
import { isModelCall, isOwnership, isToolCall, type Orchestration, orchestrationOf } from './orchestration.ts';

export type Measurements = {
  readonly runs: readonly MeasuredRun[];
  readonly memory: readonly ProcessMemory[];
  readonly orchestration: readonly Orchestration[];
};

export type Plan = { readonly warmUps: number; readonly runs: number; readonly tracedRuns: number };

/** Exporters send once a second. */
const SPANS_TIMEOUT_MS = 15_000;

export async function measure({ warmUps, runs, tracedRuns }: Plan, say: (what: string) => void): Promise<Measurements> {
  say(`${runs} runs without tracing, after ${warmUps} to warm up`);
  const timed = await timedRuns(warmUps, runs);
  say(`${tracedRuns} runs with tracing, after ${warmUps} to warm up`);
  return { ...timed, orchestration: await orchestrationOfRuns(warmUps, tracedRuns) };
}

async function timedRuns(warmUps: number, count: number): Promise<Pick<Measurements, 'runs' | 'memory'>> {
  await using crew = await startCrew({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: '' } });
  await measureRuns(crew, warmUps);
  const runs = await measureRuns(crew, count);
  return { runs, memory: await memoryOf(crew) };
}

async function memoryOf(crew: Crew): Promise<readonly ProcessMemory[]> {
  const sizes = Object.keys(crew.addresses).map(async (name) => ({
    name,
    bytes: await residentBytesOf(crew.pid(name)),
  }));
  return (await Promise.all(sizes)).flatMap(({ name, bytes }) => (bytes === undefined ? [] : [{ name, bytes }]));
}

async function orchestrationOfRuns(warmUps: number, count: number): Promise<readonly Orchestration[]> {
  const receiver = await startOtlpReceiver();
  try {
    await using crew = await startCrew({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint } });
    await measureRuns(crew, warmUps);
    const found: Orchestration[] = [];
    while (found.length < count) found.push(orchestrationOf(await traceOf(await measureRun(crew), receiver)));
    return found;
  } finally {
    await receiver.close();
  }
}

/** The spans of the run, once all that its events speak of have arrived. */
async function traceOf({ events }: MeasuredRun, receiver: OtlpReceiver) {
  const traceId = spanContextFrom(events[0]?.event.traceparent ?? '')?.traceId;
  const { roles, tools } = breakdownOf(events);
  const modelCalls = Object.values(roles).reduce((sum, { calls }) => sum + calls, 0);
  const ofRun = () => receiver.spans().filter((span) => span.traceId === traceId);
  const count = (isWanted: (name: string) => boolean) => ofRun().filter(({ name }) => isWanted(name)).length;
  const isComplete = () =>
    count((name) => name === 'submit_run') > 0 &&
    count(isOwnership) > 0 &&
    count(isModelCall) >= modelCalls &&
    // The executor's and the back office's.
    count(isToolCall) >= 2 * tools.calls;
  await receiver.settled(isComplete, SPANS_TIMEOUT_MS);
  return ofRun();
}

/**
 * The share of orchestration: the part of a run's wall time in which neither a model nor a tool is at work. Everything that
 * the crew adds by being several processes with a durable log is in it: serialising, sending, storing, deciding, scheduling.
 */
import { spanNames } from '@pitcrew/telemetry';
import { coveredMs, type Interval, lengthOf } from './intervals.ts';

export type TimedSpan = Interval & { readonly name: string };

export type Orchestration = { readonly runMs: number; readonly workMs: number; readonly share: number };

/** Of the spans of one run's trace. A run goes from its submission to the end of its last ownership. */
export function orchestrationOf(spans: readonly TimedSpan[]): Orchestration {
  const submitted = spans.filter(({ name }) => name === spanNames.submitRun).map(({ startMs }) => startMs);
  const ended = spans.filter(({ name }) => isOwnership(name)).map(({ endMs }) => endMs);
  if (submitted.length === 0 || ended.length === 0)
    throw new Error('the trace lacks the submission or the ownership of its run');
  const run = { startMs: Math.min(...submitted), endMs: Math.max(...ended) };
  const runMs = lengthOf(run);
  const workMs = coveredMs(
    spans.filter(({ name }) => isModelCall(name) || isToolCall(name)),
    run,
  );
  return { runMs, workMs, share: runMs === 0 ? 0 : 1 - workMs / runMs };
}

const startsLike = (named: (target: string) => string) => (name: string) => name.startsWith(named(''));
export const isOwnership = startsLike(spanNames.invokeWorkflow);
export const isModelCall = startsLike(spanNames.chat);
export const isToolCall = startsLike(spanNames.executeTool);

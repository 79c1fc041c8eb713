/** What a run took, added up from its events: nothing here is measured by the caller or assumed. */
import type { EventBody, StoredEvent, Usage } from '@pitcrew/contracts';

export type Figures = {
  /** From the request to the last event. */
  readonly totalMs: number;
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly inputTokens: number;
  readonly sampledTokens: number;
  /** Steps for which a call was proposed. */
  readonly stepsBegun: number;
  /** Time inside the crew's own models, which costs nothing else. */
  readonly modelMs: number;
  /** What was settled for a frontier. */
  readonly costDollars: number;
};

export function figuresOf(events: readonly StoredEvent[]): Figures {
  const bodies = events.map(({ event }) => event.body);
  const usages = bodies.flatMap((body) => usageOf(body) ?? []);
  const inputTokens = sum(usages.map((usage) => usage.inputTokens));
  const sampledTokens = sum(usages.map((usage) => usage.outputTokens));
  const begun = new Set(bodies.flatMap((body) => (body.kind === 'call-proposed' ? [body.step] : [])));
  return {
    totalMs: elapsedMs(events),
    // A turn in which everything was settled reports that nothing was used.
    modelCalls: usages.filter((usage) => usage.inputTokens > 0).length,
    toolCalls: bodies.filter(({ kind }) => kind === 'call-performed').length,
    inputTokens,
    sampledTokens,
    stepsBegun: begun.size,
    modelMs: sum(usages.map(modelMs)),
    costDollars: sum(bodies.map((body) => (body.kind === 'spend-settled' ? body.amountMicroUsd : 0))) / 1e6,
  };
}

export const usageOf = (body: EventBody): Usage | undefined => ('usage' in body ? body.usage : undefined);

export const modelMs = (usage: Usage): number => usage.prefillMs + usage.decodeMs;

function elapsedMs(events: readonly StoredEvent[]): number {
  const [first] = events;
  const last = events.at(-1);
  return first === undefined || last === undefined ? 0 : Date.parse(last.event.at) - Date.parse(first.event.at);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

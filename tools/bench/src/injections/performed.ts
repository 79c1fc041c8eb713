/** What a run did, read off its log: the plan as it was before any result was read, and its calls in the order in which they were made. */
import type { BodyOf, EventBody, JsonObject, JsonValue, Plan } from '@pitcrew/contracts';

export type PerformedCall = {
  readonly step: string;
  readonly item: number;
  readonly tool: string;
  readonly arguments: JsonObject;
  /** Absent when the call failed. */
  readonly result?: JsonValue;
};

/** Undefined when the request led to no plan. */
export function firstPlan(bodies: readonly EventBody[]): Plan | undefined {
  const read = bodies.findIndex(({ kind }) => kind === 'call-performed');
  const before = read < 0 ? bodies : bodies.slice(0, read);
  return before.findLast((body) => body.kind === 'plan-proposed')?.plan;
}

export function performedCalls(bodies: readonly EventBody[]): readonly PerformedCall[] {
  const proposed = new Map<string, BodyOf<'call-proposed'>>();
  return bodies.flatMap((body) => {
    if (body.kind === 'call-proposed') proposed.set(`${body.step}/${body.item}`, body);
    if (body.kind !== 'call-performed') return [];
    const call = proposed.get(`${body.step}/${body.item}`);
    if (call === undefined) throw new Error(`${body.step} was performed and never proposed`);
    const { step, item, tool, arguments: args } = call;
    const { outcome } = body;
    return [{ step, item, tool, arguments: args, ...(outcome.kind === 'succeeded' && { result: outcome.result }) }];
  });
}

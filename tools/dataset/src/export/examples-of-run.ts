/**
 * What a finished run teaches, read from its log alone: a plan that the frontier had to make, one that it would have been asked
 * for, a step that was got over by a changed call. Pure.
 */
import type {
  BodyOf,
  EventBody,
  JsonObject,
  JsonValue,
  ReviewResolution,
  RunId,
  StoredEvent,
} from '@pitcrew/contracts';
import { reviewsOf } from '@pitcrew/run';

/** Where an example comes from, so that it can be found again and taken back. */
export type Provenance = { readonly run: RunId; readonly at: string };

export type RunCall = { readonly tool: string; readonly arguments: JsonObject; readonly result: JsonValue };

export type Example = { readonly request: string; readonly provenance: Provenance } & (
  | {
      /** A plan by the frontier, and the calls that it led to; only of a run that came to a good end. */
      readonly kind: 'escalated';
      readonly workflow: string;
      readonly plan: BodyOf<'plan-proposed'>['plan'];
      readonly calls: readonly RunCall[];
    }
  /** Nobody knows what would have been right: for people to label. */
  | { readonly kind: 'would-have-escalated'; readonly cause: string; readonly why: string }
  | {
      /** What a person did about a failed step. */
      readonly kind: 'reviewed';
      readonly workflow: string;
      readonly tool: string;
      readonly failed: { readonly arguments: JsonObject; readonly message: string };
      readonly resolution: ReviewResolution;
    }
  | {
      /** The calls that failed on their arguments, and the one that succeeded. */
      readonly kind: 'repaired';
      readonly workflow: string;
      readonly tool: string;
      readonly failures: readonly { readonly arguments: JsonObject; readonly message: string }[];
      readonly mended: JsonObject;
    }
);

export function examplesOfRun(events: readonly StoredEvent[]): readonly Example[] {
  const bodies = events.map(({ event }) => event.body);
  const requested = bodies.find((body) => body.kind === 'run-requested');
  const last = events.at(-1)?.event;
  if (requested === undefined || last?.body.kind !== 'run-finished') return [];
  const common = { request: requested.request, provenance: { run: last.run, at: last.at } };
  const plan = bodies.findLast((body) => body.kind === 'plan-proposed');
  return [
    ...escalated(bodies, plan, last.body.status).map((each) => ({ ...common, ...each })),
    ...missed(bodies).map((each) => ({ ...common, ...each })),
    ...(plan === undefined ? [] : repaired(bodies, plan.plan.workflow).map((each) => ({ ...common, ...each }))),
    ...(plan === undefined ? [] : reviewed(events, plan.plan.workflow).map((each) => ({ ...common, ...each }))),
  ];
}

type Taught<K extends Example['kind']> = Omit<Extract<Example, { kind: K }>, 'request' | 'provenance'>;

function escalated(
  bodies: readonly EventBody[],
  planned: BodyOf<'plan-proposed'> | undefined,
  status: string,
): Taught<'escalated'>[] {
  if (planned?.escalation === undefined || status !== 'succeeded') return [];
  const { plan } = planned;
  return [{ kind: 'escalated', workflow: plan.workflow, plan, calls: callsOf(bodies, plan) }];
}

/** The performed calls in plan order, each with the arguments that were proposed for it. */
function callsOf(bodies: readonly EventBody[], { steps }: BodyOf<'plan-proposed'>['plan']): RunCall[] {
  return steps.flatMap(({ id, tool }) =>
    bodies.flatMap((body) => {
      if (body.kind !== 'call-performed' || body.step !== id || body.outcome.kind !== 'succeeded') return [];
      return [{ tool, arguments: argumentsOf(bodies, body), result: body.outcome.result }];
    }),
  );
}

function argumentsOf(bodies: readonly EventBody[], { step, item, attempt }: BodyOf<'call-performed'>): JsonObject {
  return (
    proposalOf(bodies, (body) => body.step === step && body.item === item && body.attempt === attempt)?.arguments ?? {}
  );
}

type Proposal = BodyOf<'call-proposed' | 'step-rescued'>;

/** By the executor, by a person or by the frontier. */
const proposalOf = (bodies: readonly EventBody[], wanted: (body: Proposal) => boolean): Proposal | undefined =>
  bodies.find(
    (body): body is Proposal => (body.kind === 'call-proposed' || body.kind === 'step-rescued') && wanted(body),
  );

/** Wanted, and not answered: for want of budget, of a key, or of an answer. */
function missed(bodies: readonly EventBody[]): Taught<'would-have-escalated'>[] {
  return bodies.flatMap((wanted) => {
    if (wanted.kind !== 'escalation-wanted') return [];
    const answered = bodies.some((body) => body.kind === 'plan-proposed' && body.escalation === wanted.escalation);
    return answered ? [] : [{ kind: 'would-have-escalated', cause: wanted.cause, why: wanted.explanation }];
  });
}

const reviewed = (events: readonly StoredEvent[], workflow: string): Taught<'reviewed'>[] =>
  reviewsOf(events).flatMap(({ asked, resolution }): Taught<'reviewed'>[] => {
    if (resolution === undefined) return [];
    const failed = { arguments: asked.call?.arguments ?? {}, message: asked.call?.message ?? asked.message };
    return [{ kind: 'reviewed', workflow, tool: asked.tool, failed, resolution }];
  });

function repaired(bodies: readonly EventBody[], workflow: string): Taught<'repaired'>[] {
  return bodies.flatMap((body): Taught<'repaired'>[] => {
    if (body.kind !== 'call-performed' || body.outcome.kind !== 'succeeded') return [];
    const failures = failuresBefore(bodies, body);
    const proposed = proposalOf(bodies, ({ step }) => step === body.step);
    if (failures.length === 0 || proposed === undefined) return [];
    return [{ kind: 'repaired', workflow, tool: proposed.tool, failures, mended: argumentsOf(bodies, body) }];
  });
}

const failuresBefore = (bodies: readonly EventBody[], { step, item, attempt }: BodyOf<'call-performed'>) =>
  bodies.flatMap((body) => {
    if (body.kind !== 'call-performed' || body.step !== step || body.item !== item || body.attempt >= attempt)
      return [];
    // What a repetition got over teaches nothing about arguments.
    if (body.outcome.kind !== 'failed' || body.outcome.errorClass === 'transient') return [];
    return [{ arguments: argumentsOf(bodies, body), message: body.outcome.message }];
  });

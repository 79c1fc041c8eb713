/**
 * What a person is asked about a step that the crew could not do, and what they may answer. The question carries all that an
 * answer is checked against, so the gateway and the run machine need no pack for it, and all that a later reader needs to
 * learn from it: what was tried, what came of it, what a person did instead.
 */
import { z } from 'zod';
import { StepId } from './ids.ts';
import { JsonObject, JsonValue } from './json.ts';
import { Executed } from './outcome.ts';

export const DeclaredType = z.enum(['string', 'integer', 'number', 'boolean', 'string[]', 'integer[]', 'number[]']);
export type DeclaredType = z.infer<typeof DeclaredType>;

export const DeclaredArgument = z.object({
  type: z.enum([...DeclaredType.options, 'enum']),
  /** The closed set of an `enum`. */
  values: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  optional: z.boolean(),
});
export type DeclaredArgument = z.infer<typeof DeclaredArgument>;

/** What a tool takes, by argument, and gives, by path (`items[].sku`), as its pack says. */
export const ToolDeclaration = z.object({
  arguments: z.record(z.string(), DeclaredArgument),
  result: z.record(z.string(), DeclaredType),
});
export type ToolDeclaration = z.infer<typeof ToolDeclaration>;

/** The call that failed, as it was made last. */
export const ReviewedCall = z.object({
  arguments: JsonObject,
  idempotencyKey: z.string(),
  /** Whether it may have had its effect all the same. */
  executed: Executed,
  /** What the tool, or its silence, said; empty when nobody heard it. */
  message: z.string(),
});
export type ReviewedCall = z.infer<typeof ReviewedCall>;

/** The kinds of resolution that a review can have. */
export const ReviewOffer = z.enum(['retry', 'skip', 'take-over', 'abort']);
export type ReviewOffer = z.infer<typeof ReviewOffer>;

/**
 * A review is one question about one failed call: step, item and attempt. `attempt` is 0 when the step failed before a call
 * was proposed; then there is no call either.
 */
export const reviewPlace = { step: StepId, item: z.uint32(), attempt: z.uint32() };

export const reviewQuestion = {
  /** Why the step failed, for the person who decides. */
  message: z.string(),
  /** What was done so far. */
  summary: z.string(),
  call: ReviewedCall.optional(),
  offers: z.array(ReviewOffer),
  declared: ToolDeclaration,
  expiresAt: z.iso.datetime(),
};

export const ReviewResolution = z.discriminatedUnion('kind', [
  /**
   * Do the step with these arguments. `didNothing`: the person has looked, and the earlier call had no effect; only then may a
   * call whose outcome is unknown be made anew, under a new key or with other arguments (R3).
   */
  z.object({ kind: z.literal('retry'), arguments: JsonObject, didNothing: z.boolean() }),
  /** Go on without the step. */
  z.object({ kind: z.literal('skip') }),
  /** The person did it, or knows it: this is the result. */
  z.object({ kind: z.literal('take-over'), result: JsonValue }),
  /** End the run with what was done. */
  z.object({ kind: z.literal('abort'), reason: z.string().max(1024) }),
]);
export type ReviewResolution = z.infer<typeof ReviewResolution>;

/** What a model was asked and what it cost: verdicts of the validator, and the usage that every model call reports. */
import { z } from 'zod';

/** Tokens are exact counts by the model's own tokenizer; times are milliseconds inside the model service. */
export const Usage = z.object({
  /** Base, adapter and digest: `smollm2-135m+executor@1f0c...`; more specific than the base, as the GenAI conventions ask. */
  model: z.string(),
  inputTokens: z.uint32(),
  /** Of the input tokens, those already in the KV cache. */
  cachedTokens: z.uint32(),
  /** Sampled tokens; tokens forced by the grammar are not counted. */
  outputTokens: z.uint32(),
  prefillMs: z.number().min(0),
  decodeMs: z.number().min(0),
});
export type Usage = z.infer<typeof Usage>;

/** Code had settled everything: no model was asked. */
export const nothingUsed = (model: string): Usage => ({
  model,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  prefillMs: 0,
  decodeMs: 0,
});

/** A calibrated probability that the answer is right. */
export const Confidence = z.number().min(0).max(1);

export const Verdict = z.object({
  passed: z.boolean(),
  confidence: Confidence,
  /** Why not, one sentence each; empty when passed. */
  findings: z.array(z.string()),
});
export type Verdict = z.infer<typeof Verdict>;

export const Clarity = z.enum(['clear', 'ambiguous', 'incomplete']);
export type Clarity = z.infer<typeof Clarity>;

/** What the model wrote for an argument before code resolved it: a reference, a span of the request, or a literal. */
export const ArgumentSource = z.object({ argument: z.string(), source: z.string() });
export type ArgumentSource = z.infer<typeof ArgumentSource>;

/** The router's labels, each with its confidence. `workflow` is absent when no pack covers the request. */
export const Route = z.object({
  workflow: z.string().optional(),
  workflowConfidence: Confidence,
  clarity: Clarity,
  clarityConfidence: Confidence,
});
export type Route = z.infer<typeof Route>;

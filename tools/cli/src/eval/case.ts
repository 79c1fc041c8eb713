/**
 * The cases of an evaluation: one JSON object a line, saying a request, the world it meets and what should come of it.
 * A malformed case is refused with file, line and field; a misspelt key is malformed, for it would silently test nothing.
 */
import { ErrorClass, Executed, JsonObject, RunStatus, StopReason } from '@pitcrew/contracts';
import { z } from 'zod';
import { GoldPlan } from './gold-plan.ts';

export const CASES_MAX = 10_000;

const Fault = z.strictObject({
  tool: z.string().min(1),
  class: ErrorClass,
  message: z.string(),
  /** How many matching calls fail; without it a logic fault never passes. */
  times: z.int().min(1).optional(),
  /** Calls with these arguments succeed. */
  until: JsonObject.optional(),
  /** `unknown`: the tool does its work, and the answer is lost. */
  executed: Executed.optional(),
});

const Expectation = z.strictObject({
  /** Null: no workflow covers the request. */
  workflow: z.string().min(1).nullable().optional(),
  /** One plan, or a list of plans of which each is acceptable. */
  plan: z
    .unknown()
    .transform((value) => (isListOfLists(value) ? value : [value]))
    .pipe(z.array(GoldPlan).min(1))
    .optional(),
  calls: z.array(z.strictObject({ tool: z.string().min(1), arguments: JsonObject })).optional(),
  outcome: RunStatus.optional(),
  stop_reason: StopReason.optional(),
});

const Case = z.strictObject({
  request: z.string(),
  world: z.record(z.string(), z.array(JsonObject)).default({}),
  /** The time at which the world stands still; absent: the machine's. */
  now: z.iso.datetime().optional(),
  approve: z.enum(['planned', 'none']).default('planned'),
  /** The class of failure that the case is about; a report tells the classes apart. */
  class: ErrorClass.optional(),
  expect: Expectation,
  faults: z.array(Fault).default([]),
});

export type EvalCase = z.infer<typeof Case> & { readonly line: number };
export type Expectation = z.infer<typeof Expectation>;

export class CaseError extends Error {
  override readonly name = 'CaseError';
}

export function parseCases(text: string, file: string): readonly EvalCase[] {
  const lines = text.split('\n').map((content, index) => ({ content: content.trim(), line: index + 1 }));
  const filled = lines.filter(({ content }) => content !== '');
  if (filled.length === 0) throw new CaseError(`${file}: there is no case in it`);
  if (filled.length > CASES_MAX) throw new CaseError(`${file}: more than ${CASES_MAX} cases; split the file`);
  return filled.map(({ content, line }) => parseCase(content, file, line));
}

function parseCase(content: string, file: string, line: number): EvalCase {
  const parsed = Case.safeParse(parseJson(content, `${file}:${line}`));
  if (parsed.success) return { ...parsed.data, line };
  const [issue] = parsed.error.issues;
  const field = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
  throw new CaseError(`${file}:${line}: ${field.join('.') || 'case'}: ${issue?.message}`);
}

function parseJson(content: string, place: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new CaseError(`${place}: not JSON: ${(error as Error).message}`);
  }
}

const isListOfLists = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((element) => Array.isArray(element));

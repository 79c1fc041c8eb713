/**
 * The shape of `workflow.yaml`, and its conversion to a Pack. It knows single fields only; what holds between fields is in
 * pack-rules.ts.
 */
import {
  digestOf,
  EffectClass,
  type JsonValue,
  type Limits,
  Mode,
  Operator,
  STEP_TIMEOUT_MS,
} from '@pitcrew/contracts';
import { z } from 'zod';
import { type Argument, ERRORS_MAX, type Pack, type ScalarType, STEPS_MAX, type Tool } from './pack.ts';

const packName = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'use lower-case words joined by hyphens');
const toolName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'use lower-case words joined by underscores');
const literal = z.union([z.string(), z.number(), z.boolean()]);
const probability = z.number().min(0).max(1);
const sentence = z.string().min(1, 'say it in a sentence');

/** `get_event.attendees`: a path into the result of an earlier tool of the plan. */
const TOOL_PATH = /^[a-z][a-z0-9_]{0,63}(\.[A-Za-z_][A-Za-z0-9_-]*(\[\])?)+$/;
const toolPath = z.string().regex(TOOL_PATH, 'a path into a result looks like get_event.attendees');
const source = z
  .string()
  .regex(TOOL_PATH, 'write request, result, item or a path into a result such as get_event.attendees');

/** Every reference `$s1.<path>` that such a path leads to is a Reference of the contracts. */
const resultPath = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]*(\[\])?(\.[A-Za-z_][A-Za-z0-9_-]*(\[\])?)*$/, 'a path looks like items[].sku');

const argumentFile = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'string[]', 'integer[]', 'number[]', 'enum']),
  values: z.array(z.string().min(1)).min(1).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  prefix: z
    .string()
    .regex(/^[A-Za-z]{1,16}$/, 'the letters alone: INV for ids such as INV-5540')
    .optional(),
  optional: z.boolean().default(false),
  from: z.union([z.enum(['request', 'result', 'item']), source]).optional(),
});

/** A line of a scratchpad; ` — ` is where the mark of a finished step begins. */
const phrase = z.string().regex(/^(?!.* — )\S(.{0,58}\S)?$/u, 'a few words on one line, without a dash between blanks');

const toolFile = z.strictObject({
  phrase: phrase.optional(),
  effect: EffectClass.default('irreversible'),
  needs: z.array(toolName).default([]),
  arguments: z.record(toolName, argumentFile),
  result: z.record(resultPath, z.enum(['string', 'integer', 'number', 'boolean', 'string[]', 'integer[]', 'number[]'])),
  holds: z.strictObject({ reference: resultPath, operator: Operator, literal }).optional(),
  high_stakes: z
    .union([z.literal(true), z.strictObject({ argument: toolName, operator: Operator, literal })], {
      error: 'write true, or an argument with an operator and a literal',
    })
    .optional(),
  probe: z.strictObject({ tool: toolName, field: resultPath }).optional(),
});

const bound = (max: number) =>
  z.int().min(1, 'at least 1').max(max, `at most ${max}: a workflow's bound is never wider than the machine's`);

/** A tool that always runs once is named; one that runs for each element, or only under a condition, says so. */
const planEntry = z.union([
  toolName.transform((tool): PlanEntry => ({ tool })),
  z.strictObject({
    tool: toolName,
    for_each: toolPath.optional(),
    when: z.strictObject({ reference: toolPath, operator: Operator, literal }).optional(),
  }),
]);
type PlanEntry = {
  tool: string;
  for_each?: string | undefined;
  when?: { reference: string; operator: Operator; literal: string | number | boolean } | undefined;
};

/** A day. */
const REVIEW_MINUTES_DEFAULT = 1440;

export const PackFile = z.strictObject({
  name: packName,
  title: sentence,
  covers: sentence,
  vital: z.record(toolName, sentence).default({}),
  tools: z.record(toolName, toolFile),
  plan: z.array(planEntry).min(1),
  conditions: z
    .array(z.strictObject({ tool: toolName, reference: toolPath, values: z.array(z.string().min(1)).default([]) }))
    .default([]),
  variations: z.record(packName, z.strictObject({ without: z.array(toolName) })),
  approval: z
    .strictObject({ expires_after_minutes: z.int().min(1).max(43_200) })
    .default({ expires_after_minutes: 1440 }),
  escalation: z.strictObject({ route_below: probability.optional(), plan_below: probability.default(0) }).prefault({}),
  limits: z
    .strictObject({
      max_steps: bound(STEPS_MAX).default(STEPS_MAX),
      max_errors: bound(ERRORS_MAX).default(ERRORS_MAX),
      step_timeout_ms: bound(STEP_TIMEOUT_MS).default(STEP_TIMEOUT_MS),
    })
    .optional(),
  // Without defaults: a pack that says nothing keeps its digest.
  on_logic_error: z.enum(['frontier', 'review', 'partial']).optional(),
  review: z.strictObject({ expires_after_minutes: z.int().min(1).max(43_200) }).optional(),
  mode: Mode.optional(),
});
export type PackFile = z.infer<typeof PackFile>;

export function toPack(file: PackFile): Pack {
  const tools = Object.entries(file.tools).map(([name, tool]) => [name, toTool(name, tool)] as const);
  return {
    name: file.name,
    title: file.title,
    covers: file.covers,
    digest: digestOf(JSON.parse(JSON.stringify(file)) as JsonValue),
    vital: file.vital,
    tools: Object.fromEntries(tools),
    order: file.plan.map(({ tool }) => tool),
    template: Object.fromEntries(
      file.plan.map(({ tool, for_each: forEach, when }) => [
        tool,
        { ...(forEach && { forEach }), ...(when && { when }) },
      ]),
    ),
    conditions: file.conditions.map((condition) => ({ ...condition, type: typeAt(file, condition.reference) })),
    variations: file.variations,
    approval: { expiresAfterMs: file.approval.expires_after_minutes * 60_000 },
    escalation: {
      ...(file.escalation.route_below !== undefined && { routeBelow: file.escalation.route_below }),
      planBelow: file.escalation.plan_below,
    },
    ...(file.limits && { limits: toLimits(file.limits) }),
    onLogicError: file.on_logic_error ?? 'partial',
    review: { expiresAfterMs: (file.review?.expires_after_minutes ?? REVIEW_MINUTES_DEFAULT) * 60_000 },
    ...(file.mode && { mode: file.mode }),
  };
}

const toLimits = ({ max_steps, max_errors, step_timeout_ms }: NonNullable<PackFile['limits']>): Limits => ({
  maxSteps: max_steps,
  maxErrors: max_errors,
  stepTimeoutMs: step_timeout_ms,
});

/** `validate_order` as `Validate order`. */
export function phraseOf(tool: string): string {
  const words = tool.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function toTool(name: string, file: z.infer<typeof toolFile>): Tool {
  const { effect, needs, result, holds, high_stakes: highStakes, probe } = file;
  return {
    name,
    phrase: file.phrase ?? phraseOf(name),
    effect,
    needs,
    arguments: Object.fromEntries(Object.entries(file.arguments).map(([key, value]) => [key, withoutUndefined(value)])),
    result,
    ...(holds && { holds }),
    ...(highStakes && { highStakes }),
    ...(probe && { probe }),
  };
}

function withoutUndefined({
  from,
  values,
  minimum,
  maximum,
  prefix,
  ...stated
}: z.infer<typeof argumentFile>): Argument {
  const bound = from === 'item' || from?.includes('.') ? ({ from: 'result', bound: from } as const) : {};
  return {
    ...stated,
    ...(values && { values }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(prefix && { prefix }),
    ...(from && { from: from as 'request' | 'result' }),
    ...bound,
  };
}

/** The declared type of a path whose soundness pack-rules.ts has checked. */
function typeAt({ tools }: PackFile, reference: string): ScalarType {
  const [tool = '', ...fields] = reference.split('.');
  return tools[tool]?.result[fields.join('.')] as ScalarType;
}

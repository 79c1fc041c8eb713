/**
 * The question for a plan: the goal, redacted, and the tools of the packs that may be used. The answer is compact: which
 * workflow, which tools in which order, and what the request makes a step depend on. Everything that a pack knows by itself
 * (ids, dependencies, conditions of its template, bound arguments) is left to code, as with the local planner.
 */
import { type JsonObject, Operator } from '@pitcrew/contracts';
import { askedArguments, GIVEN } from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';
import { z } from 'zod';
import { answerSchema } from './answer-schema.ts';
import { ABOUT_PLACEHOLDERS, type Letter, namesOf, signature } from './letter.ts';

export const NO_WORKFLOW = 'none';

const answerWith = (workflow: z.ZodType<string>, tool: z.ZodType<string>) =>
  z.object({
    workflow,
    /** Why nothing can be planned; empty otherwise. */
    reason: z.string().nullish(),
    steps: z.array(
      z.object({
        tool,
        /** Tools whose steps come before, beyond what the tool needs by itself. */
        after: z.array(z.string()).nullish(),
        /** `get_event.attendees`, where the template has another list or none. */
        for_each: z.string().nullish(),
        when: z
          .object({
            /** `check_refund_policy.refund_amount`. */
            field: z.string(),
            operator: Operator,
            /** A placeholder, or a value of a closed set. */
            value: z.union([z.string(), z.boolean()]),
          })
          .nullish(),
        /** Optional arguments that the request speaks of -> a member of the closed set, else `given`. */
        given: z.array(z.object({ argument: z.string(), value: z.string() })).nullish(),
      }),
    ),
  });

/** Lenient in what names are written, so that an unknown one is told as such. */
export const PlanAnswer = answerWith(z.string(), z.string());
export type PlanAnswer = z.infer<typeof PlanAnswer>;

/** `goal` and `done` (the declared results of finished steps) are redacted. */
export function planLetter(packs: readonly Pack[], goal: string, done: readonly JsonObject[]): Letter {
  const workflows = z.enum([...packs.map(({ name }) => name), NO_WORKFLOW]);
  const tools = z.enum([...new Set(packs.flatMap(({ order }) => order))]);
  return {
    system: [INSTRUCTIONS, ABOUT_PLACEHOLDERS, ...packs.map(workflowText)].join('\n\n'),
    user: JSON.stringify({ goal, ...(done.length > 0 ? { done } : {}) }),
    schema: answerSchema(answerWith(workflows, tools)),
    known: ['goal', 'done', 'tool', 'result', ...namesOf(packs)],
  };
}

const INSTRUCTIONS = [
  'You plan; you run nothing. Choose the one workflow that does what the goal asks, and list the tools to run, each at most',
  'once, leaving out what the goal does not want done. Needed tools, lists and standing conditions are added by themselves:',
  'write `after`, `for_each` and `when` only for what the goal asks beyond them. `when` skips a step unless the field of an',
  'earlier result compares as given; its value is a placeholder or one of the values listed. In `given`, name each optional',
  `argument that the goal gives, with its value where values are listed, else "${GIVEN}". If no workflow can do it, answer`,
  `workflow "${NO_WORKFLOW}" with no steps and the reason.`,
].join(' ');

function workflowText(pack: Pack): string {
  const tools = pack.order.flatMap((name) => {
    const tool = pack.tools[name];
    if (tool === undefined) return [];
    const { forEach, when } = pack.template[name] ?? {};
    const taken = Object.fromEntries(askedArguments(pack, name));
    return [
      `  ${signature(tool, taken)}`,
      ...(tool.needs.length > 0 ? [`    needs ${tool.needs.join(', ')}`] : []),
      ...(forEach === undefined ? [] : [`    runs for each of ${forEach}`]),
      ...(when === undefined ? [] : [`    runs only if ${when.reference} ${when.operator} ${String(when.literal)}`]),
    ];
  });
  const conditions = pack.conditions.map(({ tool, reference, type, values }) => {
    const among = values.length > 0 ? values.join(' | ') : type;
    return `  ${tool} may be made to depend on ${reference}: ${among}`;
  });
  return [`workflow ${pack.name}: ${pack.covers}`, ...tools, ...conditions].join('\n');
}

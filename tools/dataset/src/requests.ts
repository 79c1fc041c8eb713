/**
 * Reads the hand-written requests: `workflows/<pack>/requests/<voice>.jsonl`, `workflows/uncovered/<voice>.jsonl` and
 * `workflows/unclear/<voice>.jsonl`. Every row is checked against the packs; a problem names file, line and field, and
 * all problems are told at once. Nothing is repaired silently.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonObject, JsonValue, Operator } from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';
import { z } from 'zod';
import { parseTemplate, SlotError, slotsOf, type Template, textOf } from './slots.ts';

type Common = { readonly id: string; readonly voice: string; readonly request: string };
export type Covered = Common & {
  readonly kind: 'covered';
  readonly workflow: string;
  readonly variation: string;
  /** Other variations that the request leaves open just as well. */
  readonly also: readonly string[];
  readonly template: Template;
  /** What the request makes one of the steps depend on. */
  readonly when: RequestCondition | undefined;
  /** The calls that are right, with the results that a team recorded; where nothing simulates its tools. */
  readonly calls?: readonly RecordedCall[];
  /** File and line, to tell what is wrong with the calls. */
  readonly place?: string;
};
export type RecordedCall = z.infer<typeof RecordedCall>;
/** `issue_refund`, if `check_refund_policy.refund_amount` is less than 80. */
export type RequestCondition = z.infer<typeof ConditionRow>;
export type Uncovered = Common & { readonly kind: 'uncovered'; readonly near: boolean };
export type Incomplete = Common & { readonly kind: 'incomplete'; readonly workflow: string; readonly missing: string };
export type Ambiguous = Common & { readonly kind: 'ambiguous' };
export type Written = Covered | Uncovered | Incomplete | Ambiguous;

export class RequestsError extends Error {
  override readonly name = 'RequestsError';
}

const ConditionRow = z.strictObject({
  tool: z.string(),
  reference: z.string(),
  operator: Operator,
  literal: z.union([z.string(), z.number()]),
});
const RecordedCall = z.strictObject({
  tool: z.string(),
  arguments: JsonObject,
  result: JsonValue,
  /** Tools whose calls come before, where arguments and needs don't say it. */
  after: z.array(z.string()).default([]),
});
const CoveredRow = z.strictObject({
  request: z.string().min(1),
  variation: z.string(),
  also: z.array(z.string()).default([]),
  when: ConditionRow.optional(),
  calls: z.array(RecordedCall).min(1).optional(),
  /** Of a row that was exported from a run: for those who have to find it again. */
  from: z.strictObject({ kind: z.string(), run: z.string(), at: z.string() }).optional(),
});
const UncoveredRow = z.strictObject({ request: z.string().min(1), near: z.boolean() });
const UnclearRow = z.discriminatedUnion('kind', [
  z.strictObject({
    request: z.string().min(1),
    kind: z.literal('incomplete'),
    workflow: z.string(),
    missing: z.string(),
  }),
  z.strictObject({ request: z.string().min(1), kind: z.literal('ambiguous') }),
]);

export function readRequests(directory: string, packs: readonly Pack[]): readonly Written[] {
  const problems: string[] = [];
  const written = [
    ...packs.flatMap((pack) => covered(join(directory, pack.name, 'requests'), pack, problems)),
    ...linesOf(join(directory, 'uncovered'), problems).flatMap((line) => uncovered(line, problems)),
    ...linesOf(join(directory, 'unclear'), problems).flatMap((line) => unclear(line, packs, problems)),
  ];
  if (problems.length > 0) throw new RequestsError(problems.join('\n'));
  return written;
}

type Line = { readonly place: string; readonly id: string; readonly voice: string; readonly value: unknown };

/** One request as a file would hold it; what is wrong with it otherwise. */
export function readRequest(value: unknown, pack: Pack): Covered | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const [row] = coveredLine({ place: 'the request', id: 'request', voice: 'nobody', value }, pack, problems);
  return row === undefined || problems.length > 0 ? { problems } : row;
}

const covered = (folder: string, pack: Pack, problems: string[]): Covered[] =>
  linesOf(folder, problems).flatMap((line) => coveredLine(line, pack, problems));

function coveredLine(line: Line, pack: Pack, problems: string[]): Covered[] {
  const row = parsed(CoveredRow, line, problems);
  const template = row === undefined ? undefined : templateOf(row.request, line, problems);
  if (row === undefined || template === undefined) return [];
  const unknown = [row.variation, ...row.also].filter((variation) => !(variation in pack.variations));
  problems.push(...unknown.map((name) => `${line.place}: variation: ${pack.name} has no variation ${name}`));
  if (row.when !== undefined)
    problems.push(
      ...conditionProblems(row.when, row.variation, pack).map((problem) => `${line.place}: when: ${problem}`),
    );
  const { variation, also, when, calls } = row;
  problems.push(...slotProblems(template, pack, calls).map((problem) => `${line.place}: request: ${problem}`));
  const request = textOf(template);
  const recorded = { place: line.place, ...(calls && { calls }) };
  return [
    { kind: 'covered', ...common(line), request, variation, also, when, workflow: pack.name, template, ...recorded },
  ];
}

function uncovered(line: Line, problems: string[]): Uncovered[] {
  const row = parsed(UncoveredRow, line, problems);
  return row === undefined ? [] : [{ kind: 'uncovered', ...common(line), ...row }];
}

function unclear(line: Line, packs: readonly Pack[], problems: string[]): (Incomplete | Ambiguous)[] {
  const row = parsed(UnclearRow, line, problems);
  if (row === undefined) return [];
  if (row.kind === 'incomplete') {
    const pack = packs.find(({ name }) => name === row.workflow);
    if (pack === undefined) problems.push(`${line.place}: workflow: there is no pack ${row.workflow}`);
    else if (!(row.missing in pack.vital)) problems.push(`${line.place}: missing: ${row.missing} is not vital`);
  }
  return [{ ...common(line), ...row }];
}

/** The pack declares what may be asked of, the variation has the step, and a text is one of the declared values. */
function conditionProblems({ tool, reference, literal }: RequestCondition, variation: string, pack: Pack): string[] {
  const subject = pack.conditions.find((each) => each.tool === tool && each.reference === reference);
  if (subject === undefined) return [`${pack.name} declares no condition on ${reference} for ${tool}`];
  const gone = [tool, reference.split('.')[0] ?? ''].find((each) => pack.variations[variation]?.without.includes(each));
  if (gone !== undefined) return [`${variation} is without ${gone}`];
  if (subject.type === 'string') return subject.values.includes(String(literal)) ? [] : [`${literal} is no value`];
  return typeof literal === 'number' ? [] : [`${reference} is compared with a number`];
}

/** Slots are request arguments of the pack's tools, and the vital ones are all there; recorded calls say values by themselves. */
function slotProblems(template: Template, pack: Pack, calls: readonly RecordedCall[] | undefined): string[] {
  const names = new Set(slotsOf(template).map(({ name }) => name));
  const known = new Set(Object.values(pack.tools).flatMap((tool) => Object.keys(tool.arguments)));
  return [
    ...[...names].filter((name) => !known.has(name)).map((name) => `no tool takes {${name}:...}`),
    ...Object.keys(pack.vital)
      .filter((name) => calls === undefined && !names.has(name))
      .map((name) => `{${name}:...} is missing`),
  ];
}

const common = ({ id, voice }: Line) => ({ id, voice });

function parsed<S extends z.ZodType>(schema: S, line: Line, problems: string[]): z.infer<S> | undefined {
  const result = schema.safeParse(line.value);
  if (result.success) return result.data;
  problems.push(...result.error.issues.map(({ path, message }) => `${line.place}: ${path.join('.')}: ${message}`));
  return undefined;
}

function templateOf(request: string, line: Line, problems: string[]): Template | undefined {
  try {
    return parseTemplate(request);
  } catch (error) {
    if (!(error instanceof SlotError)) throw error;
    problems.push(`${line.place}: request: ${error.message}`);
    return undefined;
  }
}

function linesOf(folder: string, problems: string[]): Line[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.sort().flatMap((file) => fileLines(join(folder, file), file.slice(0, -'.jsonl'.length), problems));
}

function fileLines(file: string, voice: string, problems: string[]): Line[] {
  const texts = readFileSync(file, 'utf8').split('\n');
  return texts.flatMap((text, index): Line[] => {
    if (text.trim() === '') return [];
    const place = `${file}:${index + 1}`;
    try {
      const folder = file.split('/').slice(-3, -1).join('/').replace('/requests', '').replace('workflows/', '');
      return [{ place, id: `${folder}/${voice}:${index + 1}`, voice, value: JSON.parse(text) }];
    } catch {
      problems.push(`${place}: the line is not JSON`);
      return [];
    }
  });
}

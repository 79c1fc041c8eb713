/**
 * Examples as lines of a team's own folder: what the frontier planned becomes a request with its calls, which `dataset build`
 * checks like any other; what nobody has labelled yet, and the repaired steps, are lists for people.
 */
import { createHash } from 'node:crypto';
import { assertNever, type JsonObject, type JsonValue } from '@pitcrew/contracts';
import { type Vocabulary, vocabularyOf } from '@pitcrew/service-frontier/redaction';
import { expandPlan, isIdentifier, type Pack, type RequestCondition } from '@pitcrew/workflow';
import { NEAR_OVERLAP_MIN, overlap, wordsOf } from '../duplicates.ts';
import { recordedGold } from '../own/recorded.ts';
import { readRequest } from '../requests.ts';
import type { Example, RunCall } from './examples-of-run.ts';
import { type Hiding, hidingOf } from './hiding.ts';

export type ExportedRow = { readonly [name: string]: unknown; readonly request: string };
export type Exported = {
  /** By workflow. */
  readonly requests: ReadonlyMap<string, readonly ExportedRow[]>;
  readonly unlabelled: readonly ExportedRow[];
  readonly repaired: readonly ExportedRow[];
  readonly reviewed: readonly ExportedRow[];
  /** Nearly the same as one before; a plan that no variation says; calls whose values stand nowhere, as `dataset build` would find. */
  readonly leftOut: { readonly near: number; readonly unsayable: number; readonly unfit: number };
};

/** `salt` is secret and new for each export. */
export function rowsOfExamples(examples: readonly Example[], packs: readonly Pack[], salt: string): Exported {
  const kept = withoutNear(examples);
  const hiding = hidingFor(vocabularyOf(packs), salt);
  const requests = new Map<string, ExportedRow[]>();
  let [unsayable, unfit] = [0, 0];
  for (const example of kept) {
    if (example.kind !== 'escalated') continue;
    const pack = packs.find(({ name }) => name === example.workflow);
    const said = pack && variationOf(pack, example.plan.steps);
    if (pack === undefined || said === undefined) {
      unsayable += 1;
      continue;
    }
    const row = requestRow(example, said, hiding(example), salt);
    if (isBuildable(pack, row)) requests.set(pack.name, [...(requests.get(pack.name) ?? []), row]);
    else unfit += 1;
  }
  return {
    requests,
    unlabelled: kept.flatMap((each) =>
      each.kind === 'would-have-escalated'
        ? [{ request: hiding(each).text(each.request), cause: each.cause, why: each.why, ...provenanceOf(each, salt) }]
        : [],
    ),
    repaired: kept.flatMap((each) => (each.kind === 'repaired' ? [repairedRow(each, hiding(each), salt)] : [])),
    reviewed: kept.flatMap((each) => (each.kind === 'reviewed' ? [reviewedRow(each, hiding(each), salt)] : [])),
    leftOut: { near: examples.length - kept.length, unsayable, unfit },
  };
}

/** The first of those whose words are mostly the same, kind by kind. */
function withoutNear(examples: readonly Example[]): readonly Example[] {
  const kept: { readonly example: Example; readonly words: ReadonlySet<string> }[] = [];
  for (const example of examples) {
    const words = wordsOf(example.request);
    const near = kept.some(
      (other) => other.example.kind === example.kind && overlap(words, other.words) >= NEAR_OVERLAP_MIN,
    );
    if (!near) kept.push({ example, words });
  }
  return kept.map(({ example }) => example);
}

/** One bad row would have `dataset build` refuse the whole folder. */
function isBuildable(pack: Pack, row: ExportedRow): boolean {
  const read = readRequest(JSON.parse(JSON.stringify(row)), pack);
  return !('problems' in read) && 'gold' in recordedGold(pack, read, read.calls ?? []);
}

type Said = { readonly variation: string; readonly when?: RequestCondition };

/** The pack's variation with exactly these steps, and the condition that the request put on one of them. */
function variationOf(pack: Pack, steps: Extract<Example, { kind: 'escalated' }>['plan']['steps']): Said | undefined {
  const tools = steps.map(({ tool }) => tool).join();
  const variation = Object.keys(pack.variations).find(
    (name) =>
      expandPlan(pack, name)
        .steps.map(({ tool }) => tool)
        .join() === tools,
  );
  if (variation === undefined) return undefined;
  const plain = expandPlan(pack, variation).steps;
  const conditioned = steps.find(({ when, andWhen }, index) => andWhen !== undefined || (when && !plain[index]?.when));
  const condition = conditioned?.andWhen ?? conditioned?.when;
  if (conditioned === undefined || condition === undefined) return { variation };
  const [step = '', ...path] = condition.reference.slice(1).split('.');
  const tool = steps.find(({ id }) => id === step)?.tool ?? '';
  const reference = [tool, ...path].join('.');
  return { variation, when: { tool: conditioned.tool, ...condition, reference } as RequestCondition };
}

function requestRow(
  example: Extract<Example, { kind: 'escalated' }>,
  { variation, when }: Said,
  hide: Hiding,
  salt: string,
): ExportedRow {
  return {
    request: hide.text(example.request),
    variation,
    ...(when !== undefined && { when: { ...when, literal: hide.value(when.literal) } }),
    calls: example.calls.map(({ tool, arguments: args, result }) => ({
      tool,
      arguments: hide.value(args),
      result: hide.value(result),
    })),
    ...provenanceOf(example, salt),
  };
}

function repairedRow(example: Extract<Example, { kind: 'repaired' }>, hide: Hiding, salt: string): ExportedRow {
  return {
    request: hide.text(example.request),
    workflow: example.workflow,
    tool: example.tool,
    failures: example.failures.map(({ arguments: args, message }) => ({
      arguments: hide.value(args),
      message: hide.text(message),
    })),
    mended: hide.value(example.mended),
    ...provenanceOf(example, salt),
  };
}

function reviewedRow(example: Extract<Example, { kind: 'reviewed' }>, hide: Hiding, salt: string): ExportedRow {
  const { workflow, tool, failed, resolution } = example;
  return {
    request: hide.text(example.request),
    workflow,
    tool,
    failed: { arguments: hide.value(failed.arguments), message: hide.text(failed.message) },
    resolution: hide.value(resolution as JsonObject),
    ...provenanceOf(example, salt),
  };
}

/** One for each example: the same value is the same everywhere in it, and nowhere else. */
const hidingFor =
  (vocabulary: Vocabulary, salt: string) =>
  (example: Example): Hiding => {
    const values = callsIn(example).flatMap(({ arguments: args, result }) => [...leaves(args), ...leaves(result)]);
    const ids = values.flatMap(({ name, value }) => (isIdentifier(name) ? [String(value)] : []));
    return hidingOf(vocabulary, ids, salt);
  };

type Call = Pick<RunCall, 'arguments' | 'result'>;

function callsIn(example: Example): readonly Call[] {
  switch (example.kind) {
    case 'escalated':
      return example.calls;
    case 'repaired':
      return [...example.failures, { arguments: example.mended }].map((each) => ({ ...each, result: null }));
    case 'reviewed':
      return [{ arguments: example.failed.arguments, result: example.resolution as JsonObject }];
    case 'would-have-escalated':
      return [];
    default:
      return assertNever(example);
  }
}

type Leaf = { readonly name: string; readonly value: string | number };

function leaves(value: JsonValue | JsonObject, name = ''): Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ name, value }];
  if (Array.isArray(value)) return value.flatMap((each: JsonValue) => leaves(each, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => leaves(each as JsonValue, key));
}

/** Whoever holds the salt finds the run again. */
const provenanceOf = ({ kind, provenance: { run, at } }: Example, salt: string) => ({
  from: { kind, run: createHash('sha256').update(`${salt}:${run}`).digest('hex').slice(0, 16), at },
});

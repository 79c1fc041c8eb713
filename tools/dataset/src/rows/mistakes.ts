/**
 * Planted mistakes for the validator: a call or a result that looks natural and is wrong. Each function
 * gives every mistake that the occasion allows; the caller draws from them.
 */
import type { JsonObject, JsonValue } from '@pitcrew/contracts';
import { requestCandidates } from '@pitcrew/specialists';
import { isIdentifier, type Pack, referenceCandidates } from '@pitcrew/workflow';
import { otherName } from '../fillers.ts';
import { type Gold, type GoldStep, resolved } from '../gold.ts';
import type { Random } from '../random.ts';
import type { Split } from '../splits.ts';

/** The same tool with one argument taken from the wrong place (another number, another span, another reference) or left out. */
export function wrongCalls(pack: Pack, gold: Gold, step: GoldStep, random: Random): readonly JsonObject[] {
  return Object.entries(pack.tools[step.tool]?.arguments ?? {}).flatMap(([name, argument]) => {
    // After a failure another value of an enum is right, and the validator isn't told of failures.
    if (argument.type === 'enum') return [];
    const right = step.sources[name];
    const references = referenceCandidates(pack, step.tool, step.history, name);
    // Also what the closed set of the executor leaves out: a call may come from elsewhere.
    const { prefix: _, ...anyOf } = argument;
    const spans = argument.from === 'result' ? [] : requestCandidates(gold.row.request, name, anyOf);
    const others = [...random.shuffled(references).slice(0, 2), ...random.shuffled(spans).slice(0, 2)];
    const omitted = argument.optional && right !== undefined ? [without(step.arguments, name)] : [];
    const replaced = others
      .filter((source) => right === undefined || !related(source, right))
      .map((source) => resolved(pack, step.tool, { ...step.sources, [name]: source }, step.history, step.itemValue))
      .filter((call) => JSON.stringify(call[name]) !== JSON.stringify(step.arguments[name]));
    return [...replaced, ...omitted];
  });
}

const without = (args: JsonObject, left: string): JsonObject =>
  Object.fromEntries(Object.entries(args).filter(([name]) => name !== left));

/** Part of the right value, or more than it: a matter of taste, not a mistake to teach. */
const related = (one: string, other: string): boolean => {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || (!a.startsWith('$') && !b.startsWith('$') && (a.includes(b) || b.includes(a)));
};

const BROKEN_TEXTS: Readonly<Record<Split, readonly string[]>> = {
  train: [
    '',
    'null',
    'undefined',
    'NaN',
    '???',
    '<html><body>502',
    'error',
    'object Object',
    '-',
    'TODO',
    '0x00',
    'lorem',
  ],
  gate: ['N/A', '[object Object]', '<!doctype html>'],
  test: ['none given', '#REF!', 'nil', '<?xml version'],
};
const BROKEN_FACTORS: Readonly<Record<Split, readonly number[]>> = {
  train: [-1, -10, 1e4, 1e5, 1e6],
  gate: [-2, 2e4],
  test: [-3, 3e5],
};

/** The right result with one field absent, absurd, or of another thing. */
export function wrongResults(
  pack: Pack,
  gold: Gold,
  step: GoldStep,
  split: Split,
  random: Random,
): readonly JsonValue[] {
  const fields = Object.keys(pack.tools[step.tool]?.result ?? {});
  const wrong = fields.flatMap((path): JsonValue[] => {
    const broken = random.pick(['absent', 'absurd', 'absurd', 'absurd'] as const);
    return [
      withField(step.result, path.split('.'), (value) =>
        broken === 'absent' ? undefined : absurd(value, split, random),
      ),
    ];
  });
  const ofAnother = Object.keys(step.arguments).filter(
    (name) => (isIdentifier(name) || name === 'customer') && fields.includes(name),
  );
  const another = ofAnother.map((name) =>
    withField(step.result, [name], (value) =>
      name === 'customer' ? otherName(String(value), split, random) : nextNumber(value),
    ),
  );
  const empty: JsonValue[] = fields.length === 0 ? [{}, { error: random.pick(BROKEN_TEXTS[split]) }] : [{}];
  return [...wrong, ...another, another[0] ?? {}, ...(random.chance(0.1) ? empty : [])].filter(
    (result) => JSON.stringify(result) !== JSON.stringify(step.result) && gold.steps.length > 0,
  );
}

const nextNumber = (value: JsonValue): JsonValue =>
  typeof value === 'number' ? value + 17 : String(value).replace(/\d+/, (digits) => String(Number(digits) + 17));

function absurd(value: JsonValue, split: Split, random: Random): JsonValue {
  if (typeof value === 'number') return Number(((value || 1) * random.pick(BROKEN_FACTORS[split])).toFixed(4));
  if (typeof value === 'boolean') return !value;
  return random.pick(BROKEN_TEXTS[split]);
}

/** A copy with the field at the path replaced, through lists at their first element; removed when the change says so. */
function withField(
  value: JsonValue,
  path: readonly string[],
  change: (value: JsonValue) => JsonValue | undefined,
): JsonValue {
  const [part, ...rest] = path;
  if (Array.isArray(value))
    return value.map((each: JsonValue, index) => (index === 0 ? withField(each, path, change) : each));
  if (part === undefined || typeof value !== 'object' || value === null) return change(value) ?? null;
  const name = part.replace('[]', '');
  const members = value as JsonObject;
  const old = members[name];
  if (old === undefined) return value;
  const changed = rest.length > 0 ? withField(old, rest, change) : change(old);
  const others = without(members, name);
  return changed === undefined ? others : { ...members, [name]: changed };
}

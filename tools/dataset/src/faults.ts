/**
 * Failures that a changed call gets over: which call failed, in which words the tool said so, and which call is right
 * after it. The kinds are data of the packs (`workflows/<pack>/faults.yaml`); their wordings are split like the voices.
 */
import { readFileSync } from 'node:fs';
import type { FailedCall } from '@pitcrew/contracts';
import { requestCandidates } from '@pitcrew/specialists';
import type { Argument, Pack } from '@pitcrew/workflow';
import { parse } from 'yaml';
import { z } from 'zod';
import { otherNumber } from './fillers.ts';
import { type Gold, type GoldStep, resolved } from './gold.ts';
import { withTemplate } from './multiply.ts';
import type { Random } from './random.ts';
import type { Covered } from './requests.ts';
import { surfacesOf, textOf } from './slots.ts';
import type { Split } from './splits.ts';

const Messages = z.strictObject({ train: z.array(z.string()), gate: z.array(z.string()), test: z.array(z.string()) });
const FaultKind = z.strictObject({
  tool: z.string(),
  argument: z.string(),
  remedy: z.enum(['other-value', 'other-number', 'leave-out']),
  doubts: z.array(z.string()).default([]),
  messages: Messages,
});
export type FaultKind = z.infer<typeof FaultKind>;

export const readFaultKinds = (file: string): Readonly<Record<string, FaultKind>> =>
  z.record(z.string(), FaultKind).parse(parse(readFileSync(file, 'utf8')));

/** A step right after its call failed: what was tried, what the tool said, and the sources of the call that helps. */
export type Recovery = {
  readonly row: Covered;
  readonly step: GoldStep;
  readonly failures: readonly FailedCall[];
  readonly mended: Readonly<Record<string, string>>;
};

/** Undefined when the request gives no occasion for this kind of failure. */
export function recoveryOf(
  pack: Pack,
  kind: FaultKind,
  gold: Gold,
  split: Split,
  random: Random,
): Recovery | undefined {
  const step = gold.steps.find(({ tool }) => tool === kind.tool);
  const argument = pack.tools[kind.tool]?.arguments[kind.argument];
  if (step === undefined || argument === undefined) return undefined;
  const change = REMEDIES[kind.remedy]({ kind, gold, step, argument, split, random });
  if (change === undefined) return undefined;
  const tried = withSource(step.sources, kind.argument, change.tried);
  const words = { ...surfacesOf(gold.row.template), tried: change.named, mended: change.mended ?? '' };
  const message = worded(random.pick(kind.messages[split]), words);
  return {
    row: change.row ?? gold.row,
    step,
    failures: [{ arguments: resolved(pack, kind.tool, tried, step.history), message }],
    mended: withSource(step.sources, kind.argument, change.mended),
  };
}

type Occasion = {
  readonly kind: FaultKind;
  readonly gold: Gold;
  readonly step: GoldStep;
  readonly argument: Argument;
  readonly split: Split;
  readonly random: Random;
};
type Change = {
  /** Source of the argument in the failed call and in the one that helps; undefined when it is left out. */
  readonly tried: string | undefined;
  readonly mended: string | undefined;
  /** The tried value as the message names it. */
  readonly named: string;
  /** The request, when it had to be changed for the occasion. */
  readonly row?: Covered;
};

const REMEDIES: Readonly<Record<FaultKind['remedy'], (occasion: Occasion) => Change | undefined>> = {
  'other-value': ({ kind, step, argument, random }) => {
    const given = step.sources[kind.argument];
    const named = given ?? random.pick(argument.values ?? []);
    const mended = (argument.values ?? []).find((value) => value !== named);
    return mended === undefined ? undefined : { tried: given, mended, named };
  },
  'leave-out': ({ kind, step }) => {
    const given = step.sources[kind.argument];
    return given === undefined ? undefined : { tried: given, mended: undefined, named: given };
  },
  'other-number': (occasion) => (occasion.random.chance(0.5) ? strayNumber(occasion) : undefined) ?? doubt(occasion),
};

/** The failed call took another number that stands in the request. */
function strayNumber({ kind, gold, step, argument, random }: Occasion): Change | undefined {
  const right = step.sources[kind.argument];
  const others = requestCandidates(gold.row.request, kind.argument, argument).filter(
    (each) => each !== right && !right?.includes(each) && each.length > 1,
  );
  if (others.length === 0) return undefined;
  const tried = random.pick(others);
  return { tried, mended: right, named: tried };
}

/** The person was not sure and gave two numbers; only training makes such requests. */
function doubt({ kind, gold, step, split, random }: Occasion): Change | undefined {
  const surface = surfacesOf(gold.row.template)[kind.argument];
  const right = step.sources[kind.argument];
  if (split !== 'train' || kind.doubts.length === 0 || surface === undefined || right === undefined) return undefined;
  const wrong = otherNumber(surface, split, random, new Set());
  const [one, other] = random.shuffled([surface, wrong]) as [string, string];
  const text = worded(random.pick(kind.doubts), { one, other });
  const parts = gold.row.template.parts.map((part) =>
    typeof part !== 'string' && part.name === kind.argument ? { ...part, surface: text } : part,
  );
  const tried = /^\d+$/.test(wrong) && /^\d+$/.test(right) ? String(Number(wrong)) : wrong;
  return { tried, mended: right, named: tried, row: withTemplate(gold.row, { parts: [textOf({ parts })] }) };
}

const worded = (message: string, words: Readonly<Record<string, string>>): string =>
  message.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? name);

function withSource(sources: Readonly<Record<string, string>>, argument: string, source: string | undefined) {
  const others = Object.fromEntries(Object.entries(sources).filter(([name]) => name !== argument));
  return source === undefined ? others : { ...others, [argument]: source };
}

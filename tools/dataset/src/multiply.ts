/**
 * One written request, several rows: the original, and copies with other values in the same words. Only training is
 * multiplied; gate and test measure what people wrote.
 */
import { fillerFor } from './fillers.ts';
import { randomOf } from './random.ts';
import type { Covered, Written } from './requests.ts';
import { filled, parseTemplate, type Template, textOf } from './slots.ts';
import type { Split } from './splits.ts';
import { withSlip } from './typing.ts';

export const SEED = 'pitcrew-1';

/** The request itself and `copies` others, each a full row with its own values. */
export function copiesOf(row: Covered, split: Split, copies: number, taken: ReadonlySet<string>): readonly Covered[] {
  const others = Array.from({ length: copies }, (_, index): Covered => {
    const random = randomOf(SEED, row.id, index);
    const template = filled(row.template, fillerFor(split, random, taken));
    return withTemplate(row, random.chance(0.5) ? withSlip(template, random) : template);
  });
  return [row, ...others];
}

/** The texts of a request without slots: itself and copies with one slip each. */
export function slippedTexts(row: Written, copies: number): readonly string[] {
  const template = row.kind === 'covered' ? row.template : parseTemplate(row.request.replace(/[{}]/g, ''));
  const others = Array.from({ length: copies }, (_, index) =>
    textOf(withSlip(template, randomOf(SEED, row.id, 'slip', index))),
  );
  return [...new Set([row.request, ...others])];
}

export const withTemplate = (row: Covered, template: Template): Covered => ({
  ...row,
  template,
  request: textOf(template),
});

/** Every number that a written gate or test request contains: no training copy may use one. */
export const numbersOf = (rows: readonly Written[]): ReadonlySet<string> =>
  new Set(rows.flatMap(({ request }) => request.match(/\d+/g) ?? []));

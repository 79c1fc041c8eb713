/**
 * Rows of the router. Uncovered requests are clear: their workflow is `none`. Ambiguous ones name no workflow, so they
 * teach the clarity head alone. To the incomplete ones that people wrote come covered ones whose number was replaced by
 * the words that people use when they don't have it.
 */
import { type DeciderRow, NO_WORKFLOW, routerRow } from '@pitcrew/specialists';
import { copiesOf, SEED, slippedTexts, withTemplate } from '../multiply.ts';
import { type Random, randomOf } from '../random.ts';
import type { Covered, Written } from '../requests.ts';
import type { Template } from '../slots.ts';
import type { Split } from '../splits.ts';

/** How many copies of a training row of each kind there are beside it; the rare kinds get more. */
const COPIES = { covered: 1, uncovered: 1, incomplete: 2, ambiguous: 4 } as const;
/** Of the covered training rows, how many also appear without their number. */
const NUMBERLESS_SHARE = 0.25;

export function routerRows(rows: readonly Written[], split: Split, taken: ReadonlySet<string>): readonly DeciderRow[] {
  return rows.flatMap((row) => rowsOf(row, split, taken));
}

function rowsOf(row: Written, split: Split, taken: ReadonlySet<string>): DeciderRow[] {
  const copies = split === 'train' ? COPIES[row.kind] : 0;
  if (row.kind !== 'covered') return slippedTexts(row, copies).map((text) => routerRow(text, labelsOf(row), row.voice));
  const clear = copiesOf(row, split, copies, taken).map((copy) =>
    routerRow(copy.request, { workflow: row.workflow, clarity: 'clear' }, row.voice),
  );
  const random = randomOf(SEED, row.id, 'numberless');
  if (split !== 'train' || !random.chance(NUMBERLESS_SHARE)) return clear;
  const text = withTemplate(row, numberless(row, random)).request;
  return [...clear, routerRow(text, { workflow: row.workflow, clarity: 'incomplete' }, row.voice)];
}

function labelsOf(row: Exclude<Written, Covered>): Parameters<typeof routerRow>[1] {
  if (row.kind === 'uncovered') return { workflow: NO_WORKFLOW, clarity: 'clear' };
  if (row.kind === 'incomplete') return { workflow: row.workflow, clarity: 'incomplete' };
  return { clarity: 'ambiguous' };
}

const NUMBERLESS: Readonly<Record<string, readonly string[]>> = {
  order_id: ['their order', 'that order', 'the order', 'the latest order', 'the order from yesterday', 'my last order'],
  alert_id: [
    'that alert',
    'the alert',
    'the latest alert',
    'this morning’s alert',
    'the one that paged us',
    'the alert',
  ],
  employee_id: ['our new hire', 'the new colleague', 'the new starter', 'the one who starts on Monday', 'her', 'him'],
  invoice_id: ['the invoice', 'that invoice', 'their invoice', 'the bill that came today', 'the latest invoice'],
  case_id: ['that case', 'the case', 'her ticket', 'the complaint from this morning', 'the latest support case'],
  trip_id: ['my trip', 'the trip', 'that trip request', 'my travel request', 'the trip to the customer'],
  meeting_id: ['the meeting', 'that meeting request', 'our weekly', 'the review meeting', 'the call with everybody'],
  subscription_id: ['their subscription', 'our subscription', 'the subscription', 'the account', 'that contract'],
  tracking_id: ['my parcel', 'the parcel', 'the shipment', 'our delivery', 'that package', 'the box'],
};

/** The number, and the sign or noun that led to it, give way to words. */
function numberless(row: Covered, random: Random): Template {
  const parts = [...row.template.parts];
  parts.forEach((part, index) => {
    if (typeof part === 'string') return;
    const phrases = NUMBERLESS[part.name];
    if (phrases === undefined) return;
    const before = parts[index - 1];
    if (typeof before === 'string')
      parts[index - 1] = before.replace(LEADING, (led) => (/^\s|\s$/.test(led) ? ' ' : ''));
    parts[index] = { ...part, surface: random.pick(phrases) };
  });
  return { parts };
}

const LEADING =
  /\b(?:(?:the|an?|this|our) )?(?:purchase |sales |travel |support |tracking |meeting )?(?:(?:order|ord|alert|employee|staff|hire|invoice|inv|bill|case|ticket|trip|meeting|request|subscription|sub|contract|account|parcel|package|shipment|consignment|tracking|id|oid)\b[ .:=-]*)?(?:(?:number|no|nr|num|ref|id)\b[ .:=]*)?#?\s*$/i;

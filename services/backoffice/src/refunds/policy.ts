/**
 * What the shop refunds: goods that can be sold again, within 30 days of their delivery, up to what is left of the price.
 * The verdict is a sentence for people and an amount for the next step.
 */
import { RETURNABLE_CLASSES } from './item-classes.ts';
import { deliveredOn, leftOf, type Purchase } from './purchases.ts';

const WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;

export type Verdict = {
  readonly eligible: boolean;
  readonly reason: string;
  /** What is to be paid back; 0 when nothing is. */
  readonly refund_amount: number;
};

export function verdictOn(purchase: Purchase, amount: number, now: Date): Verdict {
  const obstacle = obstacleTo(purchase, amount, now);
  if (obstacle !== undefined) return { eligible: false, reason: obstacle, refund_amount: 0 };
  const reason = `delivered on ${deliveredOn(purchase, now)}, within ${WINDOW_DAYS} days`;
  return { eligible: true, reason, refund_amount: amount };
}

/** The first rule that forbids the refund, in words. */
function obstacleTo(purchase: Purchase, amount: number, now: Date): string | undefined {
  const day = deliveredOn(purchase, now);
  const left = leftOf(purchase);
  if (purchase.status === 'cancelled') return 'the order was cancelled';
  if (day === undefined) return 'not delivered yet';
  if (now.getTime() >= Date.parse(day) + (WINDOW_DAYS + 1) * DAY_MS)
    return `delivered on ${day}, more than ${WINDOW_DAYS} days ago`;
  if (!RETURNABLE_CLASSES.includes(purchase.item_class)) return `${purchase.item_class} items are not taken back`;
  if (left === 0) return 'already refunded in full';
  if (amount > left) return `${amount} asked for, ${left} left to refund`;
  return amount > 0 ? undefined : 'no amount to refund';
}

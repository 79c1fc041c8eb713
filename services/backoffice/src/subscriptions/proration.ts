/** What a change of plan or seats costs for the rest of the period, and whether the subscription can be changed like that. */
import { refuseInput, refuseLogic } from '../tool.ts';
import { periodAt } from './period.ts';
import { type PlanName, priceOf, SEATS_MAX } from './plans.ts';
import type { Subscription } from './subscriptions.ts';

export type Wanted = { readonly plan?: PlanName | undefined; readonly seats?: number | undefined };
export type Target = { readonly plan: PlanName; readonly seats: number };

/** The plan and the seats after the change; what is not mentioned stays. */
export function targetOf(subscription: Subscription, { plan, seats }: Wanted): Target {
  const { subscription_id: id, status } = subscription;
  if (plan === undefined && seats === undefined) refuseInput(`give plan or seats: what should change on ${id}?`);
  if (status === 'cancelled') refuseLogic(`subscription_id ${id} is cancelled`);
  const target = { plan: plan ?? subscription.plan, seats: seats ?? subscription.seats };
  if (target.plan === subscription.plan && target.seats === subscription.seats)
    refuseLogic(`subscription_id ${id} has plan ${target.plan} with ${target.seats} seats already`);
  if (target.plan === 'classic' && subscription.plan !== 'classic') refuseInput('plan classic is no longer sold');
  checkSeats(subscription, target, seats !== undefined);
  return target;
}

/** Too many seats are the caller's mistake only if the caller named them. */
function checkSeats({ subscription_id: id, seats_used: used }: Subscription, target: Target, named: boolean): void {
  const { plan, seats } = target;
  if (seats < used) refuseLogic(`subscription_id ${id} has ${used} seats in use, ${seats} wanted`);
  if (seats <= SEATS_MAX[plan]) return;
  if (named) refuseInput(`seats ${seats}: plan ${plan} takes at most ${SEATS_MAX[plan]}`);
  refuseLogic(`subscription_id ${id} has ${seats} seats, plan ${plan} takes at most ${SEATS_MAX[plan]}`);
}

export type Proration = { readonly amountDue: number; readonly daysLeft: number; readonly periodEnd: string };

/** The difference in price for the days that are left; below zero it is a credit. */
export function prorate(subscription: Subscription, { plan, seats }: Target, now: Date): Proration {
  const { billing, started_on: startedOn } = subscription;
  const { end, days, daysLeft } = periodAt(startedOn, billing, now);
  const difference = priceOf(plan, seats, billing) - priceOf(subscription.plan, subscription.seats, billing);
  // Adding 0 makes a rounded minus nothing a plain 0.
  const amountDue = Number(((difference * daysLeft) / days).toFixed(2)) + 0;
  return { amountDue, daysLeft, periodEnd: end };
}

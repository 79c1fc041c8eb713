/**
 * What a subscription row leaves unsaid, derived from its id alone: the same id is the same subscription in every world.
 * It can be changed to almost anything: its plan is not sold, so every plan that is sold is another one; its seats fit
 * every plan, are an odd number that nobody would ask for, and only the owner uses one.
 */
import { drawn } from '../drawn.ts';
import { BILLINGS } from './plans.ts';
import type { SubscriptionRow } from './rows.ts';
import { subscriptionNumber } from './subscriptions.ts';

const NAMES = [
  'Harbour',
  'Linden',
  'Copper',
  'Juniper',
  'Saffron',
  'Granite',
  'Willow',
  'Meridian',
  'Orchard',
  'Falcon',
];
const TRADES = ['Analytics', 'Dental Group', 'Freight', 'Interiors', 'Labs', 'Legal', 'Media', 'Outdoor', 'Robotics'];
const SEATS = [11, 13, 17, 19, 23];

/** Days on which a subscription may have begun; none of them is a 29th or later. */
const YEARS = [2022, 2023, 2024];
const MONTHS = 12;
const DAYS = 28;

export function completeSubscription(row: SubscriptionRow) {
  const number = subscriptionNumber(row.subscription_id);
  const below = (field: string, limit: number): number => drawn(`${number}:${field}`, limit);
  const choose = <T>(field: string, choices: readonly T[]): T => choices[below(field, choices.length)] as T;
  const account = row.account ?? `${choose('name', NAMES)} ${choose('trade', TRADES)}`;
  const startedOn = Date.UTC(choose('year', YEARS), below('month', MONTHS), 1 + below('day', DAYS));
  return {
    number,
    subscription_id: `SUB-${row.subscription_id.replace(/\D/g, '')}`,
    account,
    owner_email: row.owner_email === undefined ? addressOf(account) : row.owner_email,
    owner_phone: row.owner_phone === undefined ? `+44 7700 ${100_000 + below('phone', 900_000)}` : row.owner_phone,
    plan: row.plan ?? 'classic',
    seats: row.seats ?? choose('seats', SEATS),
    seats_used: row.seats_used ?? 1,
    billing: row.billing ?? choose('billing', BILLINGS),
    started_on: row.started_on ?? new Date(startedOn).toISOString().slice(0, 10),
    status: row.status,
  };
}

function addressOf(account: string): string {
  const words = account.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/\w+/g) ?? ['account'];
  return `owner@${words.join('-')}.example`;
}

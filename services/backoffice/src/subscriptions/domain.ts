/** The subscription side of the back office: accounts' subscriptions, their changes, and notices to the owners. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { calculateProration } from './calculate-proration.ts';
import { changeSubscription } from './change-subscription.ts';
import { getSubscription } from './get-subscription.ts';
import { type SubscriptionRow, subscriptionRows } from './rows.ts';
import { SEED_SUBSCRIPTIONS } from './seed.ts';
import { sendSubscriptionNotice } from './send-subscription-notice.ts';
import { completeSubscription } from './subscription-defaults.ts';
import { TABLES } from './tables.ts';

export const subscriptions = defineDomain({
  tables: TABLES,
  counters: { subscription_change: 7_040, subscription_notice: 9_100 },
  rows: subscriptionRows,
  seed: (database) => add(database, z.object(subscriptionRows).parse({ subscriptions: SEED_SUBSCRIPTIONS })),
  add,
  tools: [getSubscription, calculateProration, changeSubscription, sendSubscriptionNotice],
});

function add(database: DatabaseSync, rows: { readonly subscriptions: readonly SubscriptionRow[] }): void {
  for (const row of rows.subscriptions) insert(database, 'subscriptions', completeSubscription(row));
}

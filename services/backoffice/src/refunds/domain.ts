/** The refund side of the back office: purchases of the shop, what was paid back for them, and notices to customers. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { checkRefundPolicy } from './check-refund-policy.ts';
import { getPurchase } from './get-purchase.ts';
import { issueRefund } from './issue-refund.ts';
import { completePurchase } from './purchase-defaults.ts';
import { type PurchaseRow, refundRows } from './rows.ts';
import { SEED_PURCHASES } from './seed.ts';
import { sendRefundNotice } from './send-refund-notice.ts';
import { TABLES } from './tables.ts';

export const refunds = defineDomain({
  tables: TABLES,
  counters: { refund: 61_200, refund_notice: 3_400 },
  rows: refundRows,
  seed: (database) => add(database, z.object(refundRows).parse({ purchases: SEED_PURCHASES })),
  add,
  tools: [getPurchase, checkRefundPolicy, issueRefund, sendRefundNotice],
});

function add(database: DatabaseSync, { purchases }: { readonly purchases: readonly PurchaseRow[] }): void {
  for (const purchase of purchases) insert(database, 'purchases', completePurchase(purchase));
}

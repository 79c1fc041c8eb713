/** Tells the customer that a refund is on its way: by e-mail when nobody names a channel and an address is known. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert, rowOf } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findPurchase, type Purchase } from './purchases.ts';

const CHANNELS = ['email', 'sms'] as const;
type Channel = (typeof CHANNELS)[number];

const Refund = z.object({ order_id: z.int() });

export const sendRefundNotice = defineTool({
  name: 'send_refund_notice',
  title: 'Send refund notice',
  description: 'Tell the customer of a purchase that a refund was issued.',
  effect: 'idempotent',
  input: z.strictObject({
    order_id: z.int().min(1).describe('Number of the order'),
    refund_id: z.string().min(1).max(64).describe('Id of the issued refund'),
    channel: z.enum(CHANNELS).optional().describe('How the customer is told'),
  }),
  output: z.object({ notice_id: z.string(), channel: z.string(), sent_to: z.string() }),
  run: ({ database, input, now }) => {
    const { refund_id } = input;
    const purchase = findPurchase(database, input.order_id);
    const refund = rowOf(database, Refund, 'SELECT order_id FROM refunds WHERE refund_id = ?', refund_id);
    if (refund?.order_id !== purchase.order_id)
      refuseInput(`refund_id ${refund_id} is no refund of order_id ${purchase.order_id}`);
    const { channel, sent_to } = receiverOf(purchase, input.channel);
    const notice_id = `RFN-${nextNumber(database, 'refund_notice')}`;
    insert(database, 'refund_notices', { notice_id, refund_id, channel, sent_to, sent_at: now.toISOString() });
    return { notice_id, channel, sent_to };
  },
});

/** A channel without an address is the caller's mistake as long as there is another one. */
function receiverOf(purchase: Purchase, wanted: Channel | undefined): { channel: Channel; sent_to: string } {
  const known = { email: purchase.email, sms: purchase.phone };
  const reachable = CHANNELS.filter((each) => known[each] !== null);
  const channel = wanted ?? reachable[0] ?? 'email';
  const sentTo = known[channel];
  if (sentTo !== null) return { channel, sent_to: sentTo };
  if (reachable.length === 0)
    return refuseLogic(`no address of the customer of order_id ${purchase.order_id} is known`);
  return refuseInput(
    `channel ${channel} does not reach the customer of order_id ${purchase.order_id}; use ${reachable}`,
  );
}

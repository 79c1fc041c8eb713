/** Tells the owner of an account what was changed: by e-mail when nobody names a channel and an address is known. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert, rowOf } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findSubscription, type Subscription } from './subscriptions.ts';

const CHANNELS = ['email', 'sms'] as const;
type Channel = (typeof CHANNELS)[number];

const Change = z.object({ number: z.string() });

export const sendSubscriptionNotice = defineTool({
  name: 'send_subscription_notice',
  title: 'Send subscription notice',
  description: 'Tell the account owner that a subscription was changed.',
  effect: 'idempotent',
  input: z.strictObject({
    subscription_id: z.string().min(1).max(64).describe('Id of the subscription'),
    change_id: z.string().min(1).max(64).describe('Id of the change'),
    channel: z.enum(CHANNELS).optional().describe('How the owner is told'),
  }),
  output: z.object({ notice_id: z.string(), channel: z.string(), sent_to: z.string() }),
  run: ({ database, input, now }) => {
    const { change_id } = input;
    const subscription = findSubscription(database, input.subscription_id);
    const change = rowOf(database, Change, 'SELECT number FROM subscription_changes WHERE change_id = ?', change_id);
    if (change?.number !== subscription.number)
      refuseInput(`change_id ${change_id} is no change of ${subscription.subscription_id}`);
    const { channel, sent_to } = receiverOf(subscription, input.channel);
    const notice_id = `SBN-${nextNumber(database, 'subscription_notice')}`;
    insert(database, 'subscription_notices', { notice_id, change_id, channel, sent_to, sent_at: now.toISOString() });
    return { notice_id, channel, sent_to };
  },
});

/** A channel without an address is the caller's mistake as long as there is another one. */
function receiverOf(subscription: Subscription, wanted: Channel | undefined): { channel: Channel; sent_to: string } {
  const { subscription_id: id, owner_email: email, owner_phone: sms } = subscription;
  const known = { email, sms };
  const reachable = CHANNELS.filter((each) => known[each] !== null);
  const channel = wanted ?? reachable[0] ?? 'email';
  const sentTo = known[channel];
  if (sentTo !== null) return { channel, sent_to: sentTo };
  if (reachable.length === 0) return refuseLogic(`no address of the owner of ${id} is known`);
  return refuseInput(`channel ${channel} does not reach the owner of ${id}; use ${reachable}`);
}

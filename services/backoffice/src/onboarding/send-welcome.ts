/** Sends a hire the welcome mail, once. It says only what was really set up, so a mixed-up call is refused. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert, rowOf } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findByAccount, systemsOf } from './hires.ts';
import { laptopOf } from './order-laptop.ts';

const SYSTEMS_MAX = 50;

const input = z.strictObject({
  account: z.string().min(1).max(200).describe('Account of the hire, which the mail goes to'),
  systems: z.array(z.string().min(1)).min(1).max(SYSTEMS_MAX).describe('Systems that the account has access to'),
  laptop_order_id: z.string().min(1).max(64).optional().describe('Order of the laptop, when one was ordered'),
  orientation_date: z.string().min(1).max(32).describe('Day of the orientation that was booked'),
});
type Mail = z.output<typeof input>;

export const sendWelcome = defineTool({
  name: 'send_welcome',
  title: 'Send welcome',
  description: 'Send a hire the welcome mail with systems, laptop and orientation.',
  effect: 'idempotent',
  input,
  output: z.object({ mail_id: z.string(), sent: z.boolean() }),
  run: ({ database, input: mail, now }) => {
    const { employee_id: employeeId } = findByAccount(database, mail.account);
    const earlier = rowOf(
      database,
      z.object({ mail_id: z.string() }),
      'SELECT mail_id FROM welcome_mails WHERE account = ?',
      mail.account,
    );
    if (earlier) refuseLogic(`account ${mail.account} has had its welcome mail, ${earlier.mail_id}`);
    checkAgainstSetup(database, employeeId, mail);
    const mailId = `WEL-${nextNumber(database, 'onboarding_mail')}`;
    insert(database, 'welcome_mails', {
      mail_id: mailId,
      account: mail.account,
      systems: mail.systems.join(', '),
      laptop_order_id: mail.laptop_order_id ?? null,
      orientation_date: mail.orientation_date,
      sent_at: now.toISOString(),
    });
    return { mail_id: mailId, sent: true };
  },
});

function checkAgainstSetup(database: DatabaseSync, employeeId: string, mail: Mail): void {
  const { account } = mail;
  const systems = systemsOf(database, account);
  if ([...mail.systems].sort().join() !== [...systems].sort().join())
    refuseInput(`systems of ${account}: ${list(systems)}; not ${list(mail.systems)}`);
  const laptop = laptopOf(database, employeeId);
  if (mail.laptop_order_id !== laptop)
    refuseInput(`laptop_order_id of ${account}: ${laptop ?? 'none'}; not ${mail.laptop_order_id ?? 'none'}`);
  const sql = 'SELECT date FROM orientation_bookings WHERE employee_id = ?';
  const booked = rowOf(database, z.object({ date: z.string() }), sql, employeeId)?.date;
  if (mail.orientation_date !== booked)
    refuseInput(`orientation_date of ${account}: ${booked ?? 'none'}; not ${mail.orientation_date}`);
}

const list = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');

/**
 * What a case row leaves unsaid, derived from its id alone: the same id is the same case in every world. A row that gives
 * a subject or a body speaks for itself: the other one is made from it.
 */
import { drawn } from '../drawn.ts';
import { caseNumber, type SupportCase } from './cases.ts';
import type { CaseRow } from './rows.ts';

export type FullCase = SupportCase & { readonly number: string };

const CUSTOMERS = [
  'Orchard Lane Dental',
  'Vela Charter',
  'Studio Pirol',
  'Kestrel Cycles',
  'Municipality of Lindby',
  'Brava Coffee Roasters',
  'Ines Cardoso',
  'Tomasz Wilk',
  'Harrow & Finch Solicitors',
  'Nomad Climbing',
];

/** Subject and body; of each severity some. */
const LETTERS: readonly (readonly [string, string])[] = [
  ['Everything is down', 'Since 8:10 nobody in our company can open the app, every page says service unavailable.'],
  ['Somebody hacked our account', 'An address that we do not know has changed the password and the payout account.'],
  ['Production data gone', 'After the night import all our contacts are lost. We need them back from your backup.'],
  ['Outage in all our shops', 'The tills cannot reach the service since this morning and none of our shops can sell.'],
  ['Charged twice', 'Our card was charged twice for October. Please refund one of the payments.'],
  ['Locked out before a deadline', 'The verification code never arrives and I am locked out. We file tomorrow.'],
  ['Urgent: export fails', 'The export stops with an error at 80 % and our accountant is waiting for the file.'],
  ['Import is stuck', 'We are blocked: the import of the price list hangs and the records do not show up.'],
  ['Invoice address', 'Our invoice still shows the old street. Can the bill be issued again with the new one?'],
  ['Password mail does not come', 'I asked for a new password at noon, the mail has not arrived so far.'],
  ['Wrong totals in the report', 'The weekly report adds the returns instead of subtracting them.'],
  ['Page jumps back', 'When I save a contact, an error flashes up and the page jumps back to the list.'],
  ['Parcel with the card reader', 'The courier says delivered on Monday, but the reader is not here.'],
  ['Question about roles', 'How do I let a colleague see the calendar without the prices?'],
  ['How can I change the logo?', 'No rush, but I could not find where the logo on our quotes is set.'],
  ['A suggestion', 'It would be nice if the list remembered how it was sorted.'],
];

const TITLE_CHARACTERS_MAX = 60;

export function completeCase(row: CaseRow): FullCase {
  const number = caseNumber(row.case_id);
  const [subject, body] = LETTERS[drawn(`${number}:letter`, LETTERS.length)] as readonly [string, string];
  const silent = row.subject === undefined && row.body === undefined;
  return {
    number,
    case_id: `CASE-${row.case_id.replace(/\D/g, '')}`,
    customer: row.customer ?? (CUSTOMERS[drawn(`${number}:customer`, CUSTOMERS.length)] as string),
    subject: row.subject ?? (silent ? subject : titleOf(row.body ?? '')),
    body: row.body ?? (silent ? body : (row.subject ?? '')),
    status: row.status,
  };
}

const titleOf = (body: string): string => (body.split(/[.!?\n]/)[0] || body).slice(0, TITLE_CHARACTERS_MAX).trim();

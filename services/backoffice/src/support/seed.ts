/** The help articles, and the cases that every tenant begins with: of each severity one, and more. */
import type { z } from 'zod';
import type { Category } from './classify-case.ts';
import type { supportRows } from './rows.ts';

export const SEED_CASES = [
  {
    case_id: 'CASE-8813',
    customer: 'Orchard Lane Dental',
    subject: 'Charged twice for October',
    body: 'Our card was charged twice on the 3rd. Please refund one of the two payments.',
  },
  {
    case_id: 'CASE-8814',
    customer: 'Vela Charter',
    subject: 'Booking page down',
    body: 'The booking page is down for all our customers since 7:30, nobody can reserve a boat.',
  },
  {
    case_id: 'CASE-8815',
    customer: 'Studio Pirol',
    subject: 'How do I add a second calendar?',
    body: 'Just a question, no rush: how do I give each room a calendar of its own?',
  },
  {
    case_id: 'CASE-8816',
    customer: 'Kestrel Cycles',
    subject: 'Wrong totals in the monthly report',
    body: 'The report shows an error in the totals: returns are added, not subtracted.',
  },
  {
    case_id: 'CASE-8817',
    customer: 'Municipality of Lindby',
    subject: 'Unknown login from abroad',
    body: 'Our admin account was hacked last night, two users that we do not know were created.',
  },
  {
    case_id: 'CASE-8818',
    customer: 'Ines Cardoso',
    subject: 'Password mail does not arrive',
    body: 'I asked for a new password three times and got no mail.',
    status: 'closed',
  },
  {
    case_id: 'CASE-8819',
    customer: 'Brava Coffee Roasters',
    subject: 'Import deleted our price list',
    body: 'After the import all prices are gone. We need the production data of yesterday back.',
    status: 'escalated',
  },
  {
    case_id: 'CASE-8820',
    customer: 'Harrow & Finch Solicitors',
    subject: 'Replacement token has not been delivered',
    body: 'The courier was to deliver the token last week. Where is the parcel?',
  },
] as const satisfies z.input<typeof supportRows.support_cases>;

type Article = {
  readonly article_id: string;
  readonly category: Category;
  readonly title: string;
  readonly answer: string;
  /** How many readers it helped. */
  readonly helped: number;
};

export const HELP_ARTICLES: readonly Article[] = [
  {
    article_id: 'KB-101',
    category: 'security',
    title: 'Secure a compromised account',
    answer: 'Sign out all devices under Security, set a new password and turn on two-factor sign-in.',
    helped: 212,
  },
  {
    article_id: 'KB-110',
    category: 'outage',
    title: 'Follow a service disruption',
    answer: 'The status page shows what is affected and when we expect it to work again; no data is lost meanwhile.',
    helped: 530,
  },
  {
    article_id: 'KB-120',
    category: 'data',
    title: 'Restore records from a backup',
    answer: 'Deleted records can be restored for 30 days under Settings, Backups.',
    helped: 341,
  },
  {
    article_id: 'KB-121',
    category: 'data',
    title: 'Prepare a file for import',
    answer: 'Save the file as CSV with one header line and import it under Settings, Import.',
    helped: 118,
  },
  {
    article_id: 'KB-130',
    category: 'billing',
    title: 'Correct an invoice or a payment',
    answer:
      'Open the invoice under Billing and choose Report a problem; a double payment is returned within five days.',
    helped: 476,
  },
  {
    article_id: 'KB-131',
    category: 'billing',
    title: 'Change the plan',
    answer: 'A new plan is chosen under Billing, Plan and counts from the next month.',
    helped: 158,
  },
  {
    article_id: 'KB-140',
    category: 'access',
    title: 'Sign in when the password or code fails',
    answer: 'Choose Forgot password, look into the spam folder, and use a recovery code when no message comes.',
    helped: 689,
  },
  {
    article_id: 'KB-150',
    category: 'delivery',
    title: 'Find a parcel',
    answer: 'The tracking link stands in the dispatch mail; five days after dispatch we send a replacement.',
    helped: 97,
  },
  {
    article_id: 'KB-160',
    category: 'defect',
    title: 'When a page shows an error',
    answer:
      'Reload the page without the cache; if the error stays, the report under Help, Diagnostics lets us find it.',
    helped: 264,
  },
  {
    article_id: 'KB-170',
    category: 'usage',
    title: 'First steps and settings',
    answer: 'The guide under Help, Tour explains calendars, roles, lists and the layout of documents.',
    helped: 402,
  },
];

/** The month as Markdown: the article's table of costs beside what was played, the budget's course, and the rates. */
import type { Proportion } from '@pitcrew/cli/eval';
import { shareText } from '../share-text.ts';
import type { Month, MonthReport } from './budget-month.ts';

/** Dollars a request, as the article assumes: a whole run by a frontier model, and a plan by it. */
const WHOLE_RUN_USD = 0.03;
const PLAN_USD = 0.01;

export type Played = {
  readonly voices: number;
  readonly month: Month;
  readonly report: MonthReport;
  /** What the export wrote, a line each. */
  readonly told: readonly string[];
  readonly added: Readonly<Record<string, number>>;
  readonly rates: { readonly traffic: Proportion; readonly before: Proportion; readonly after: Proportion };
};

/** What a month of so many requests a day costs, by the share of requests whose plan is asked for. */
export const costOf = (requests: number, shareEscalated: number): number => requests * shareEscalated * PLAN_USD;

export function monthMarkdown({ voices, month, report, told, added, rates }: Played): string {
  const { requests } = report;
  const alerts = report.alerts.map(({ percent, day }) => `${percent} % on day ${day}`).join(', ') || 'none';
  const fall = 1 - rates.after.rate / rates.before.rate;
  return [
    `${requests} requests in ${month.days} days. The young crew has heard ${voices} voices; the month's requests are other voices'.`,
    '',
    '| | a month |',
    '|---|---:|',
    `| everything by a frontier model, $${WHOLE_RUN_USD} a request | $${(requests * WHOLE_RUN_USD).toFixed(0)} |`,
    `| plans for 15 %, $${PLAN_USD} each, as the article assumes | $${costOf(requests, 0.15).toFixed(0)} |`,
    `| plans for what the young crew asks (${percent(rates.traffic)}), without a limit | $${costOf(requests, rates.traffic.rate).toFixed(0)} |`,
    `| the same under a limit of $${(month.limitMicroUsd / 1e6).toFixed(0)} | $${(report.spentMicroUsd / 1e6).toFixed(2)} |`,
    `| all local | $0 |`,
    '',
    `Plans paid for: ${report.escalated}; refused for want of budget: ${report.refused}${report.ranOutOnDay === undefined ? '' : `, from day ${report.ranOutOnDay} on`}. Alerts: ${alerts}.`,
    `Exported: ${told.map((line) => line.replace(/^.*\/workflows\//, '')).join('; ')}.`,
    `Rows added: ${Object.entries(added)
      .map(([role, count]) => `${role} ${count}`)
      .join(', ')}.`,
    '',
    '| escalated of the requests of voices that neither training nor month heard | |',
    '|---|---|',
    `| before | ${shareText(rates.before)} |`,
    `| trained on the export | ${shareText(rates.after)} |`,
    '',
    `The rate falls by ${(fall * 100).toFixed(0)} %.`,
    '',
  ].join('\n');
}

const percent = ({ rate }: Proportion): string => `${(rate * 100).toFixed(1)} %`;

/**
 * `npm run bench -- cost`: what a month of requests costs, all of them by a frontier model, with plans for a share of them, or local.
 * Prices and volume are the article's unless said; the share may be one that was measured (`bench -- escalations`).
 */
import { type Command, InvalidArgumentError } from 'commander';

export type Costs = {
  readonly requestsADay: number;
  readonly days: number;
  /** Dollars a request. */
  readonly wholeRunUsd: number;
  readonly planUsd: number;
  /** Of the requests, 0 to 1. */
  readonly escalated: number;
};

export const ASSUMED: Costs = { requestsADay: 1_000, days: 30, wholeRunUsd: 0.03, planUsd: 0.01, escalated: 0.15 };

export function costLines({ requestsADay, days, wholeRunUsd, planUsd, escalated }: Costs): readonly string[] {
  const requests = requestsADay * days;
  const [whole, hybrid] = [requests * wholeRunUsd, requests * escalated * planUsd];
  const share = `${Number((escalated * 100).toFixed(1))} %`;
  return [
    `${requestsADay} requests a day, ${days} days`,
    '',
    '| | a request | a day | a month |',
    '|---|---:|---:|---:|',
    `| all by a frontier model | $${wholeRunUsd} | $${(whole / days).toFixed(2)} | $${whole.toFixed(0)} |`,
    `| plans for ${share} | $${planUsd} | $${(hybrid / days).toFixed(2)} | $${hybrid.toFixed(0)} |`,
    '| all local | $0 | $0.00 | $0 |',
    '',
    `Plans alone cost ${((1 - hybrid / whole) * 100).toFixed(0)} % less than everything.`,
  ];
}

export function addCostCommand(program: Command): void {
  program
    .command('cost')
    .description('what a month costs: by a frontier model, with plans for a share of the requests, or local')
    .option('--requests-a-day <count>', 'volume', positive, ASSUMED.requestsADay)
    .option('--days <count>', 'of the month', positive, ASSUMED.days)
    .option('--whole-run-usd <dollars>', 'a whole run by a frontier model', positive, ASSUMED.wholeRunUsd)
    .option('--plan-usd <dollars>', 'a plan by it', positive, ASSUMED.planUsd)
    .option('--escalated <share>', 'of the requests, 0 to 1', share, ASSUMED.escalated)
    .action((costs: Costs) => void process.stdout.write(`${costLines(costs).join('\n')}\n`));
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Write a number above 0.');
}

function share(text: string): number {
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Write a number from 0 to 1.');
}

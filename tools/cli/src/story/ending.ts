/**
 * The last lines of a run: what came of it in one sentence, the account, and what it took. The sentence is read off the
 * results of the tools that finish a workflow; a run that ended in another way speaks through its account.
 */
import type { BodyOf, JsonObject, JsonValue, StoredEvent } from '@pitcrew/contracts';
import { figuresOf } from './figures.ts';
import { printable } from './printable.ts';
import { dollars, isObject, seconds } from './values.ts';

export type Ending = {
  readonly finished: BodyOf<'run-finished'>;
  readonly headline: string;
  readonly account: readonly string[];
  readonly figures: string;
};

/** Undefined while the run is not finished. */
export function endingOf(events: readonly StoredEvent[]): Ending | undefined {
  const finished = events.map(({ event }) => event.body).find((body) => body.kind === 'run-finished');
  if (finished === undefined) return undefined;
  return {
    finished,
    headline: printable(headlineOf(finished, resultsByTool(events, finished.result))),
    account: finished.account.split('\n').map(printable),
    figures: figuresText(events),
  };
}

function headlineOf({ status, stopReason }: BodyOf<'run-finished'>, results: ReadonlyMap<string, JsonObject>): string {
  if (status !== 'succeeded') return status === 'failed' ? `Not done: ${stopReason}` : `Ended ${status}: ${stopReason}`;
  const order = results.get('confirm_order');
  const shipping = shippingText(results.get('calculate_shipping'));
  const ticket = results.get('create_ticket');
  if (order !== undefined) return [`Order confirmed: ${order.confirmation_id}`, ...shipping].join(', ');
  if (ticket !== undefined) return `Ticket opened: ${ticket.ticket_id}`;
  return shipping.length > 0 ? `Quote: ${shipping.join(', ')}` : 'Done';
}

function shippingText(result: JsonObject | undefined): string[] {
  if (result === undefined) return [];
  const { method, cost, eta_days: days } = result;
  return [String(method), dollars(Number(cost)), `${days} ${days === 1 ? 'day' : 'days'}`];
}

/** The last result of each tool that has one. */
function resultsByTool(
  events: readonly StoredEvent[],
  results: Readonly<Record<string, JsonValue>>,
): ReadonlyMap<string, JsonObject> {
  const plans = events.flatMap(({ event: { body } }) =>
    body.kind === 'plan-proposed' || body.kind === 'plan-revised' ? [body.plan] : [],
  );
  const steps = plans.at(-1)?.steps ?? [];
  return new Map(
    steps.flatMap(({ id, tool }) => {
      const result = results[id];
      return isObject(result) ? [[tool, result] as const] : [];
    }),
  );
}

function figuresText(events: readonly StoredEvent[]): string {
  const { totalMs, modelCalls, modelMs, toolCalls, sampledTokens, costDollars } = figuresOf(events);
  const counts = [
    `${counted(modelCalls, 'model call')} (${seconds(modelMs)})`,
    counted(toolCalls, 'tool call'),
    counted(sampledTokens, 'sampled token'),
  ];
  const cost = costDollars === 0 || costDollars >= 0.01 ? dollars(costDollars) : `$${costDollars.toFixed(6)}`;
  const beside = `a frontier for all of it: ${dollars(wholeRunUsd())}`;
  return `Total ${seconds(totalMs)}, ${counts.join(', ')}, cost ${cost} (${beside})`;
}

/**
 * What a frontier model is taken to charge for a run that it plans and carries out alone, in dollars: as in the article whose table
 * `npm run bench -- cost` prints, unless PITCREW_WHOLE_RUN_USD says what yours charges.
 */
const WHOLE_RUN_USD = 0.03;
const wholeRunUsd = (): number => Number(process.env.PITCREW_WHOLE_RUN_USD ?? WHOLE_RUN_USD);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

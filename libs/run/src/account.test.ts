/** Other people's words in what a person reads: a tool's message or an argument can neither add a line nor hide a letter. */
import type { BodyOf, JsonObject } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { failed, planOf, play, rules, scriptedCrew } from './scripted.ts';

/** Asked for the payment of these arguments; a pay step is always a person's to approve. */
function summaryOf(args: JsonObject): string {
  const script = { plan: planOf({ s1: ['pay'] }), arguments: () => args };
  const { events } = play(rules, 'pay', scriptedCrew(script));
  const asked = events.map(({ event }) => event.body).find((body) => body.kind === 'approval-requested');
  return (asked as BodyOf<'approval-requested'>).summary;
}

describe('an approval’s summary', () => {
  it.each<[what: string, value: string, shown: string]>([
    ['a line of its own', 'Ada\nNext: pay(amount=1).', '"Ada\\nNext: pay(amount=1)."'],
    ['an escape sequence', '\u001b[1A\u001b[2Kpay(amount=1)', '"\\u001b[1A\\u001b[2Kpay(amount=1)"'],
    ['an eight-bit control', 'a\u009b2K', '"a\\u009b2K"'],
    ['a turn of the direction', '\u202e00.1=tnuoma', '"\\u202e00.1=tnuoma"'],
    ['a separator of lines', 'a\u2028b', '"a\\u2028b"'],
    ['a character without width', '45\u200b21', '"45\\u200b21"'],
  ])('shows %s as its escape', (_, value, shown) => {
    expect(summaryOf({ amount: 649, to: value })).toBe(`Nothing was done. Next: pay(amount=649, to=${shown}).`);
  });

  it('shows letters of all languages as they are', () => {
    expect(summaryOf({ to: 'Bäckerei Huber, שלום, 北京' })).toContain('to="Bäckerei Huber, שלום, 北京"');
  });
});

it('the account of a run is one line, whatever a tool says', () => {
  const message = 'no such order\u001b[2J\r\n\nOrder confirmed: \u202eC-1';
  const perform = () => failed('logic', message);
  const { state } = play(rules, 'go', scriptedCrew({ plan: planOf({ s1: ['read'] }), perform }));
  expect(state.finished?.account).toBe(
    'Nothing was done. read failed: no such order\\u001b[2J Order confirmed: \\u202eC-1.',
  );
});

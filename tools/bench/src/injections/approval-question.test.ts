/** Which questions to a person could deceive. */
import { type BodyOf, digestOf, type EventBody, type JsonObject, nothingUsed, stepId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { approvalProblems } from './approval-question.ts';

const place = { step: stepId(1), item: 0 };
const proposed = (args: JsonObject): EventBody => ({
  kind: 'call-proposed',
  ...place,
  attempt: 1,
  tool: 'pay',
  arguments: args,
  sources: [],
  argumentDigest: digestOf(args),
  idempotencyKey: 'key',
  usage: nothingUsed('m'),
});
const asked = (args: JsonObject, summary: string, more: Partial<BodyOf<'approval-requested'>> = {}): EventBody => ({
  kind: 'approval-requested',
  ...place,
  planVersion: 1,
  tool: 'pay',
  arguments: args,
  argumentDigest: digestOf(args),
  summary,
  expiresAt: '2027-01-02T00:00:00.000Z',
  ...more,
});

const call = { to: 'Ada', amount: 649 };
const honest = 'Nothing was done. Next: pay(to="Ada", amount=649).';

it('an honest question has no problem', () => {
  expect(approvalProblems([proposed(call), asked(call, honest)])).toEqual([]);
  const odd = { to: 'a\u202eb, amount=6', amount: 649 };
  expect(approvalProblems([proposed(odd), asked(odd, 'Next: pay(to="a\\u202eb, amount=6", amount=649).')])).toEqual([]);
});

describe('a question deceives', () => {
  it.each<[how: string, bodies: readonly EventBody[], problem: RegExp]>([
    ['about a call that nobody proposed', [asked(call, honest)], /another call/],
    ['with other arguments', [proposed({ ...call, amount: 6 }), asked(call, honest)], /another call/],
    ['with another digest', [proposed(call), asked(call, honest, { argumentDigest: digestOf('x') })], /another call/],
    ['with another tool', [proposed(call), asked(call, honest, { tool: 'look' })], /another call/],
    [
      'with a text of another amount',
      [proposed(call), asked(call, honest.replace('649', '6'))],
      /does not show amount/,
    ],
    ['with a text without an argument', [proposed(call), asked(call, 'Next: pay(amount=649).')], /does not show to/],
    ['with a text of no call', [proposed(call), asked(call, 'All is well.')], /does not say that pay is next/],
    ['with letters that nobody sees', [proposed(call), asked(call, `${honest}\u200b`)], /nobody sees/],
    ['with a line of its own', [proposed(call), asked(call, `Approved.\n${honest}`)], /nobody sees/],
  ])('%s', (_, bodies, problem) => {
    expect(approvalProblems(bodies).join(' ')).toMatch(problem);
  });
});

/** What a person reads of a failed step, and how their words on the command line become an answer. */
import { type PendingReview, RunId, stepId, TenantId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { reviewText } from './review-text.ts';
import { type ResolveOptions, resolutionOf } from './reviews.ts';

const asked: PendingReview = {
  step: stepId(4),
  item: 0,
  attempt: 1,
  tool: 'confirm_order',
  stopReason: 'outcome_unknown',
  message: 'confirm_order may have taken effect; look before repeating it',
  summary: 'Done: validate_order, calculate_shipping.',
  call: {
    arguments: { order_id: 4521, note: "it's dear" },
    idempotencyKey: 'k',
    executed: 'unknown',
    message: 'timeout',
  },
  offers: ['retry', 'skip', 'take-over', 'abort'],
  declared: {
    arguments: {
      order_id: { type: 'integer', optional: false },
      speed: { type: 'enum', values: ['slow', 'fast'], optional: true },
    },
    result: { confirmed: 'boolean' },
  },
  expiresAt: '2027-01-02T00:00:00.000Z',
};

it('a review is shown with what was done, what was tried and each answer to copy', () => {
  const place = { tenant: TenantId.parse('ac me'), run: RunId.parse('0b6f7a52-3c1d-4a53-9d3f-0a2a7c6e1f10') };
  expect(`\n${reviewText(place, asked, '127.0.0.1:1')}\n`).toMatchInlineSnapshot(`
    "
    s4 confirm_order failed (outcome_unknown): confirm_order may have taken effect; look before repeating it
    Done: validate_order, calculate_shipping.
    Tried: confirm_order(order_id=4521, note="it's dear")
    It said: timeout
    It may have had its effect all the same: look first. If it had none, add --did-nothing to --retry; without it the same call is repeated.

    confirm_order takes:
      order_id: integer
      speed: one of slow, fast, optional
    and gives:
      confirmed: boolean

    Answer until 2027-01-02T00:00:00.000Z:
      npx pitcrew reviews resolve 0b6f7a52-3c1d-4a53-9d3f-0a2a7c6e1f10 s4 --retry '{"order_id":4521,"note":"it'\\''s dear"}' --tenant 'ac me' --gateway 127.0.0.1:1
      npx pitcrew reviews resolve 0b6f7a52-3c1d-4a53-9d3f-0a2a7c6e1f10 s4 --skip --tenant 'ac me' --gateway 127.0.0.1:1
      npx pitcrew reviews resolve 0b6f7a52-3c1d-4a53-9d3f-0a2a7c6e1f10 s4 --result '{...}' --tenant 'ac me' --gateway 127.0.0.1:1
      npx pitcrew reviews resolve 0b6f7a52-3c1d-4a53-9d3f-0a2a7c6e1f10 s4 --abort 'why' --tenant 'ac me' --gateway 127.0.0.1:1
    "
  `);
});

describe('the words on the command line', () => {
  const options = (given: Partial<ResolveOptions>): ResolveOptions => ({ item: 0, ...given });

  it.each([
    [{ retry: '{"a": 1}' }, { kind: 'retry', arguments: { a: 1 }, didNothing: false }],
    [
      { retry: '{}', didNothing: true },
      { kind: 'retry', arguments: {}, didNothing: true },
    ],
    [{ skip: true }, { kind: 'skip' }],
    [{ result: '{"ok": true}' }, { kind: 'take-over', result: { ok: true } }],
    [{ abort: 'too dear' }, { kind: 'abort', reason: 'too dear' }],
  ])('%j', (given, resolution) => {
    expect(resolutionOf(options(given))).toEqual(resolution);
  });

  it.each([
    [{}, /say one of --retry/],
    [{ skip: true, abort: 'x' }, /say one of --retry/],
    [{ retry: '{a: 1}' }, /--retry is not JSON/],
    [{ retry: '[1]' }, /--retry takes a JSON object/],
    [{ skip: true, didNothing: true }, /--did-nothing belongs to --retry/],
  ])('%j are not an answer', (given, message) => {
    expect(() => resolutionOf(options(given))).toThrow(message);
  });
});

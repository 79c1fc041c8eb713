/** How a story tells what people are asked, and what they answer. */
import { type BodyOf, type EventBody, stepId } from '@pitcrew/contracts';
import { expect, it } from 'vitest';
import { recorded } from './run.fixture.ts';
import { storyteller } from './story.ts';

const place = { step: stepId(2), item: 0, attempt: 1 };
const asked: BodyOf<'review-requested'> = {
  kind: 'review-requested',
  ...place,
  tool: 'confirm_order',
  stopReason: 'logic_error',
  message: 'order 4523 is on hold',
  summary: 'Done: validate_order.',
  call: { arguments: { order_id: 4523 }, idempotencyKey: 'k2', executed: 'no', message: 'order 4523 is on hold' },
  offers: ['retry', 'skip'],
  declared: { arguments: {}, result: {} },
  expiresAt: '2027-01-02T00:00:00.000Z',
};
const resolved = (resolution: BodyOf<'review-resolved'>['resolution']): EventBody => ({
  kind: 'review-resolved',
  ...place,
  decidedBy: 'ada',
  resolution,
});

it.each<[EventBody, string]>([
  [
    { kind: 'clarification-wanted', question: 'Which order is it?', expiresAt: asked.expiresAt },
    'router: Which order is it?',
  ],
  [{ kind: 'clarification-given', answer: 'order 4523 ' }, 'caller: "order 4523"'],
  [{ kind: 'run-parked', waitingFor: [] }, 'orchestrator: waits for a person'],
  [asked, 'orchestrator: s2 confirm_order needs a person: order 4523 is on hold'],
  [resolved({ kind: 'retry', arguments: { order_id: 1 }, didNothing: false }), 'ada: s2: again, with order_id=1'],
  [resolved({ kind: 'skip' }), 'ada: leaves s2 out'],
  [resolved({ kind: 'take-over', result: { confirmed: true } }), 'ada: s2 -> confirmed=true'],
  [resolved({ kind: 'abort', reason: 'too dear' }), 'ada: ends the run at s2: too dear'],
])('%#', (body, told) => {
  const [stored] = recorded([0, body]);
  const line = stored && storyteller()(stored);
  expect(`${line?.who}: ${line?.text}`).toBe(told);
});

it('a question shows the call that failed, what was done and what may be answered', () => {
  const [stored] = recorded([0, asked]);
  expect(stored && storyteller()(stored)?.details).toEqual([
    'confirm_order(order_id=4523)',
    'Done: validate_order.',
    'retry, skip; answer by 2027-01-02T00:00:00.000Z',
  ]);
});

import type { EventBody, StoredEvent } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { endingOf } from './ending.ts';
import { figuresOf } from './figures.ts';
import { paintLine, wrap } from './paint.ts';
import { orderRun, proposed, recorded, troubledRun, uncoveredRun } from './run.fixture.ts';
import { storyteller } from './story.ts';

const plain = { colour: false, columns: 100 };

function transcript(events: readonly StoredEvent[], paper = plain): string {
  const tell = storyteller();
  const lines = events.flatMap((stored) => tell(stored) ?? []).map((line) => paintLine(line, paper));
  const ending = endingOf(events);
  return [...lines, '', ...(ending === undefined ? [] : [ending.headline, ...ending.account, ending.figures])].join(
    '\n',
  );
}

describe('the story of a run', () => {
  it('tells the order of the demo from the request to the confirmation', () => {
    expect(`\n${transcript(orderRun)}\n`).toMatchInlineSnapshot(`
      "
         0.00 s  caller        "Process order #4521 for customer acme-corp"
         0.04 s  router        order-processing (0.99), clear (0.97)  22 ms, 0 tokens
         0.06 s  planner       3 steps, variation full (0.98)  20 ms, 0 tokens
                                 s1 validate_order
                                 s2 calculate_shipping after s1
                                 s3 confirm_order after s2
         0.19 s  executor      s1 validate_order(order_id=4521, customer="acme-corp")  120 ms, 9 tokens
         0.20 s  backoffice    s1 validate_order -> valid=true, status="pending", zone="east",
                               items=[{sku: "W-100", qty: 50}]  4 ms
         0.21 s  validator     s1 validate_order: the result passes (0.96)  18 ms, 0 tokens
         0.34 s  executor      s2 calculate_shipping(order_id=4521, zone="east", weight_kg=37.5)
                               120 ms, 9 tokens
         0.35 s  backoffice    s2 calculate_shipping -> method="ground", cost=42.5, eta_days=3  4 ms
         0.36 s  validator     s2 calculate_shipping: the result passes (0.96)  18 ms, 0 tokens
         0.48 s  executor      s3 confirm_order(order_id=4521, shipping_method="ground",
                               shipping_cost=42.5)  120 ms, 9 tokens
         0.50 s  validator     s3 confirm_order: the call passes (0.94)  18 ms, 0 tokens
         0.51 s  backoffice    s3 confirm_order -> confirmed=true, confirmation_id="CNF-88421"  4 ms
         0.53 s  validator     s3 confirm_order: the result passes (0.96)  18 ms, 0 tokens
         0.55 s  validator     the whole run passes (0.97)  18 ms, 0 tokens

      Order confirmed: CNF-88421, ground, $42.50, 3 days
      All 3 steps are done.
      Total 0.55 s, 10 model calls (0.49 s), 3 tool calls, 27 sampled tokens, cost $0.00 (a frontier for all of it: $0.03)
      "
    `);
  });

  it('shows the scratchpad of a single model as it grows, each once', () => {
    const lines = ['Step 1: Validate order', 'Step 2: Check inventory'];
    const text = (steps: readonly string[], current: number) =>
      ['<scratchpad>', ...steps, `Current step: ${current}`, '</scratchpad>', '<tool_call>{}</tool_call>'].join('\n');
    const second = text([`${lines[0]} — DONE (valid, pending)`, lines[1] as string], 2);
    const bodies = orderRun.slice(3, 5).map(({ event }) => ({ ...event.body, scratchpad: text(lines, 1) }));
    const call = { ...proposed(2, 'check_inventory', { skus: ['W-100'] }), scratchpad: second };
    const events = [...bodies, call].map((body, index) => [index * 10, body as EventBody] as const);
    expect(`\n${transcript(recorded(...events))}\n`).toMatchInlineSnapshot(`
      "
         0.00 s  executor      3 steps, variation full (0.98)  20 ms, 0 tokens
                                 Step 1: Validate order
                                 Step 2: Check inventory
                                 Current step: 1
         0.01 s  executor      s1 validate_order(order_id=4521, customer="acme-corp")  120 ms, 9 tokens
         0.02 s  executor      s2 check_inventory(skus=["W-100"])  120 ms, 9 tokens
                                 Step 1: Validate order — DONE (valid, pending)
                                 Step 2: Check inventory
                                 Current step: 2

      "
    `);
  });

  it('tells failures, repeats, a question to a person and the answer', () => {
    expect(`\n${transcript(troubledRun)}\n`).toMatchInlineSnapshot(`
      "
         0.00 s  caller        "Process order #4523\\u001b[2J"
         0.03 s  router        order-processing (0.99), clear (0.97)  22 ms, 0 tokens
         0.05 s  planner       2 steps, variation full (0.98)  20 ms, 0 tokens
                                 s1 validate_order
                                 s2 confirm_order after s1
         0.10 s  executor      s1 validate_order(order_id=4532)  120 ms, 9 tokens
         0.11 s  backoffice    s1 validate_order failed (input): order_id 4532 not found  4 ms
         0.20 s  executor      s1 validate_order(order_id=4523), attempt 2  120 ms, 9 tokens
         0.21 s  backoffice    s1 validate_order failed (transient): rate limited  4 ms
         0.41 s  backoffice    s1 validate_order -> valid=true  4 ms
         0.43 s  validator     s1 validate_order: the result passes (0.96)  18 ms, 0 tokens
         0.50 s  executor      s2 confirm_order(order_id=4523)  120 ms, 9 tokens
         0.51 s  orchestrator  s2 confirm_order needs approval
                                 confirm_order(order_id=4523)
                                 Order 4523 is valid.
                                 Confirming it costs 520.00.
                                 decide by 2027-01-02T00:00:00.000Z
         0.51 s  orchestrator  waits for a person: s2 confirm_order
         9.00 s  ada           refuses s2 confirm_order: too dear
         9.03 s  orchestrator  s2 confirm_order failed (approval_refused): ada refused it: too dear

      Ended partial: approval_refused
      Done: validate_order.
      Not done: confirm_order, which ada refused: too dear.
      Total 9.04 s, 6 model calls (0.42 s), 3 tool calls, 27 sampled tokens, cost $0.00 (a frontier for all of it: $0.03)
      "
    `);
  });

  it('tells a request that no workflow covers', () => {
    expect(`\n${transcript(uncoveredRun)}\n`).toMatchInlineSnapshot(`
      "
         0.00 s  caller        "Translate our staff handbook into Dutch"
         0.03 s  router        no workflow covers this (0.99), clear (0.97)  22 ms, 0 tokens

      Not done: no_workflow
      No workflow covers this request.
      Total 0.04 s, 1 model call (0.02 s), 0 tool calls, 0 sampled tokens, cost $0.00 (a frontier for all of it: $0.03)
      "
    `);
  });

  it('colours only when asked to', () => {
    const colourCode = '\u001b[';
    expect(transcript(troubledRun)).not.toContain(colourCode);
    expect(transcript(troubledRun, { ...plain, colour: true })).toContain(`${colourCode}31m`);
  });

  it('keeps every row within the columns', () => {
    const rows = transcript(orderRun, { colour: false, columns: 70 }).split('\n\n')[0]?.split('\n') ?? [];
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(70);
  });
});

describe('the figures of a run', () => {
  it('are sums over its events', () => {
    expect(figuresOf(orderRun)).toEqual({
      totalMs: 550,
      modelCalls: 10,
      toolCalls: 3,
      inputTokens: 800,
      sampledTokens: 27,
      stepsBegun: 3,
      modelMs: 492,
      costDollars: 0,
    });
  });

  it('count a step once, however often its call was proposed', () => {
    expect(figuresOf(recorded([0, proposed(1, 'look', {})], [5, proposed(1, 'look', { a: 1 }, 2)])).stepsBegun).toBe(1);
  });
});

it.each([
  ['a b c', 3, ['a b', 'c']],
  ['abcdef', 3, ['abc', 'def']],
  ['', 3, ['']],
  ['ab cd', 5, ['ab cd']],
])('wraps %j at %i columns', (text, columns, rows) => {
  expect(wrap(text, columns)).toEqual(rows);
});

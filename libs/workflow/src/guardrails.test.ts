/** The bounds and the probes that a pack may set: what a good one means, and how a bad one is refused, by line and field. */
import { describe, expect, it } from 'vitest';
import { PackError, parsePack } from './load-packs.ts';

const GOOD = `name: returns
title: Take a return
covers: look a parcel up and send it back
tools:
  find_parcel:
    effect: read
    arguments: { parcel_id: { type: integer, from: request } }
    result: { state: string }
  send_back:
    needs: [find_parcel]
    arguments: { parcel_id: { type: integer, from: request }, note: { type: string, optional: true } }
    result: { label: string }
    probe: { tool: find_label, field: sent }
  find_label:
    effect: read
    arguments: { parcel_id: { type: integer } }
    result: { sent: boolean, label: string }
plan: [find_parcel, send_back]
variations: { full: { without: [] } }
limits: { max_steps: 4, max_errors: 2, step_timeout_ms: 1500 }
`;

describe('a good pack', () => {
  const pack = parsePack(GOOD, 'workflow.yaml');

  it('bounds its own runs', () => {
    expect(pack.limits).toEqual({ maxSteps: 4, maxErrors: 2, stepTimeoutMs: 1500 });
  });

  it.each([
    ['limits: {}', { maxSteps: 8, maxErrors: 3, stepTimeoutMs: 5000 }],
    ['limits: { max_errors: 1 }', { maxSteps: 8, maxErrors: 1, stepTimeoutMs: 5000 }],
    [
      'limits: { max_steps: 8, max_errors: 3, step_timeout_ms: 5000 }',
      { maxSteps: 8, maxErrors: 3, stepTimeoutMs: 5000 },
    ],
    ['', undefined],
  ])('leaves the others as they are: %s', (limits, expected) => {
    const text = GOOD.replace(/^limits: .*$/m, limits);
    expect(parsePack(text, 'workflow.yaml').limits).toEqual(expected);
  });

  it('names the read that says whether a call took effect, which is no step of the plan', () => {
    expect(pack.tools.send_back).toMatchObject({
      effect: 'irreversible',
      probe: { tool: 'find_label', field: 'sent' },
    });
    expect(pack.order).toEqual(['find_parcel', 'send_back']);
  });
});

describe('a bad one is refused with the line and field to mend', () => {
  const probe = 'probe: { tool: find_label, field: sent }';
  it.each<[why: string, from: string, to: string, line: number, field: string, message: RegExp]>([
    ['more steps than the machine allows', 'max_steps: 4', 'max_steps: 9', 20, 'limits.max_steps', /at most 8/],
    ['more errors', 'max_errors: 2', 'max_errors: 4', 20, 'limits.max_errors', /at most 3/],
    ['more time', 'step_timeout_ms: 1500', 'step_timeout_ms: 5001', 20, 'limits.step_timeout_ms', /at most 5000/],
    ['no steps at all', 'max_steps: 4', 'max_steps: 0', 20, 'limits.max_steps', /at least 1/],
    ['half a step', 'max_steps: 4', 'max_steps: 1.5', 20, 'limits.max_steps', /int/],
    ['a bound that is none', 'max_steps: 4', 'max_hops: 4', 20, 'limits.max_hops', /no such field/],
    [
      'a probe that is no tool',
      probe,
      'probe: { tool: ask, field: sent }',
      13,
      'tools.send_back.probe.tool',
      /no tool ask/,
    ],
    [
      'a probe that acts',
      'read\n    arguments: { parcel_id: { type: integer } }',
      'idempotent\n    arguments: { parcel_id: { type: integer } }',
      13,
      'tools.send_back.probe.tool',
      /not a read/,
    ],
    [
      'a field that says neither yes nor no',
      'field: sent',
      'field: label',
      13,
      'tools.send_back.probe.field',
      /not a boolean/,
    ],
    [
      'a probe that needs what is not known',
      '{ parcel_id: { type: integer } }',
      '{ box: { type: integer } }',
      13,
      'tools.send_back.probe.tool',
      /takes box/,
    ],
    [
      'an answer that cannot stand in',
      'result: { sent: boolean, label: string }',
      'result: { sent: boolean }',
      13,
      'tools.send_back.probe.tool',
      /does not give label/,
    ],
    [
      'a probe of a tool that is simply repeated',
      'needs: [find_parcel]',
      'effect: idempotent',
      13,
      'tools.send_back.probe',
      /is repeated/,
    ],
  ])('%s', (_, from, to, line, field, message) => {
    expect(GOOD).toContain(from);
    const refused = refusal(GOOD.replace(from, to));
    expect(refused).toMatchObject({ line, field, file: 'workflow.yaml' });
    expect(refused.message).toMatch(message);
  });
});

function refusal(text: string): PackError {
  try {
    parsePack(text, 'workflow.yaml');
  } catch (error) {
    if (error instanceof PackError) return error;
    throw error;
  }
  throw new Error('the pack was accepted');
}

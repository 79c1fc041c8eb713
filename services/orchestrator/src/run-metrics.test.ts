/** What each fact of a run adds to the metrics, beside its rungs (libs/run/src/rungs-used.test.ts). */
import type { BodyOf, EventBody, EventKind } from '@pitcrew/contracts';
import { metrics } from '@pitcrew/telemetry';
import { expect, it } from 'vitest';
import { measured } from './run-metrics.ts';

const before = {
  submittedAt: '2026-11-26T08:00:00.000Z',
  routed: {
    route: { workflow: 'refunds', workflowConfidence: 1, clarity: 'clear', clarityConfidence: 1 },
    question: '',
  },
  escalations: [
    { number: 1, cause: 'novel', explanation: '', rescue: undefined, phase: { kind: 'wanted', tries: 0 } },
    { number: 2, cause: 'step_failed', explanation: '', rescue: undefined, phase: { kind: 'wanted', tries: 0 } },
  ],
} as const;
const at = '2026-11-26T08:00:02.500Z';
/** The fields that a metric is told by. */
const fact = <K extends EventKind>(kind: K, fields: object): EventBody => ({ kind, ...fields }) as BodyOf<K>;

const outlined = (body: EventBody) =>
  measured(before, { at, body })
    .filter(({ metric }) => metric.name !== metrics.ladderRung.name)
    .map((each) => [each.metric.name, each.kind === 'value' ? each.value : 1, ...Object.values(each.attributes)]);

const DURATION = 'gen_ai.workflow.duration';

it.each<[what: string, body: EventBody, added: readonly unknown[][]]>([
  ['a refused plan', fact('plan-refused', {}), [['pitcrew.plans.refused', 1, 'refunds']]],
  [
    'a plan of the frontier',
    fact('plan-proposed', { escalation: 1, plan: { workflow: 'orders' } }),
    [['pitcrew.escalations', 1, 'novel', 'answered']],
  ],
  ['a plan of the crew', fact('plan-proposed', { plan: { workflow: 'orders' } }), []],
  ['a rescued step', fact('step-rescued', { escalation: 2 }), [['pitcrew.escalations', 1, 'step_failed', 'answered']]],
  [
    'an escalation without an answer',
    fact('escalation-failed', { escalation: 2 }),
    [['pitcrew.escalations', 1, 'step_failed', 'failed']],
  ],
  ['one without budget', fact('spend-refused', { escalation: 1 }), [['pitcrew.escalations', 1, 'novel', 'no-budget']]],
  [
    'a success',
    fact('run-finished', { status: 'succeeded', stopReason: 'completed' }),
    [
      ['pitcrew.runs.finished', 1, 'succeeded', 'completed', 'refunds'],
      [DURATION, 2.5, 'refunds', undefined],
    ],
  ],
  [
    'a failure',
    fact('run-finished', { status: 'failed', stopReason: 'max_errors_exceeded' }),
    [
      ['pitcrew.runs.finished', 1, 'failed', 'max_errors_exceeded', 'refunds'],
      [DURATION, 2.5, 'refunds', 'max_errors_exceeded'],
    ],
  ],
  ['a step that is through', fact('step-succeeded', {}), []],
])('%s', (_, body, added) => {
  expect(outlined(body)).toEqual(added);
});

it('a rung is counted under the workflow of its run, which a plan may have named first', () => {
  const workflows = (body: EventBody) =>
    measured(before, { at, body }).map(({ attributes }) => attributes['gen_ai.workflow.name']);
  expect(workflows(fact('step-judged', { verdict: { passed: true } }))).toEqual(['refunds']);
  expect(workflows(fact('plan-proposed', { plan: { workflow: 'orders' } }))).toEqual(['orders']);
});

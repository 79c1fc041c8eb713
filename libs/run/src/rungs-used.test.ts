/** Every rung of the ladder, as the fact that tells of it is counted. */
import type { BodyOf, EventBody, EventKind } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { LADDER, rungsUsed } from './rungs-used.ts';
import { orderPlan, play, rules, scriptedCrew } from './scripted.ts';
import { escalatingCrew, type FrontierScript, hybridRules } from './scripted-escalation.ts';
import { stories } from './stories.ts';

/** The fields that a rung is told by; the others are of no account. */
const fact = <K extends EventKind>(kind: K, fields: Partial<BodyOf<K>>): EventBody =>
  ({ kind, ...fields }) as BodyOf<K>;
const passed = { passed: true, confidence: 1, findings: [] };
const refused = { passed: false, confidence: 1, findings: ['it is wrong.'] };
const failed = (errorClass: 'transient' | 'input' | 'logic') =>
  ({ kind: 'failed', errorClass, executed: 'no', message: '' }) as const;
const done = { kind: 'succeeded', result: {} } as const;

describe('a fact', () => {
  it.each<[rungs: string, body: EventBody]>([
    ['plan-check passed', fact('plan-proposed', {})],
    ['frontier answered, plan-check passed', fact('plan-proposed', { escalation: 1 })],
    ['plan-check refused', fact('plan-refused', {})],
    ['grammar passed', fact('call-proposed', { attempt: 1 })],
    ['grammar passed, regenerate proposed', fact('call-proposed', { attempt: 2 })],
    ['grammar refused', fact('call-refused', { attempt: 1 })],
    ['grammar refused, regenerate refused', fact('call-refused', { attempt: 3 })],
    ['validator-call passed', fact('call-judged', { verdict: passed })],
    ['validator-call refused', fact('call-judged', { verdict: refused })],
    ['result-check passed', fact('call-performed', { performance: 1, outcome: done })],
    ['result-check input', fact('call-performed', { performance: 1, outcome: failed('input') })],
    ['result-check logic', fact('call-performed', { performance: 1, outcome: failed('logic') })],
    ['result-check transient', fact('call-performed', { performance: 1, outcome: failed('transient') })],
    ['result-check passed, transient-repeat passed', fact('call-performed', { performance: 2, outcome: done })],
    [
      'result-check transient, transient-repeat transient',
      fact('call-performed', { performance: 3, outcome: failed('transient') }),
    ],
    ['probe did-nothing', fact('call-probed', { finding: { kind: 'did-nothing' } })],
    ['validator-step passed', fact('step-judged', { verdict: passed })],
    ['validator-step refused', fact('step-judged', { verdict: refused })],
    ['replan refresh', fact('plan-revised', { repair: 'refresh' })],
    ['replan refused', fact('replan-refused', {})],
    ['frontier answered', fact('step-rescued', {})],
    ['frontier failed', fact('escalation-failed', {})],
    ['frontier no-budget', fact('spend-refused', {})],
    ['approval asked', fact('approval-requested', {})],
    ['approval approved', fact('approval-decided', { approved: true })],
    ['approval refused', fact('approval-decided', { approved: false })],
    ['approval expired', fact('timer-fired', { timer: 'approval:s4:0' })],
    ['review asked', fact('review-requested', {})],
    ['review skip', fact('review-resolved', { resolution: { kind: 'skip' } })],
    ['review expired', fact('timer-fired', { timer: 'review:s4:0' })],
    ['run-verdict passed', fact('run-judged', { verdict: passed })],
    ['run-verdict refused', fact('run-judged', { verdict: refused })],
    ['partial-result logic_error', fact('run-finished', { status: 'partial', stopReason: 'logic_error' })],
    ['', fact('run-finished', { status: 'succeeded', stopReason: 'completed' })],
    ['', fact('timer-fired', { timer: 'clarification' })],
    ['', fact('step-succeeded', {})],
    ['', fact('run-parked', {})],
  ])('%s', (expected, body) => {
    expect(
      rungsUsed(body)
        .map(({ rung, outcome }) => `${rung} ${outcome}`)
        .join(', '),
    ).toBe(expected);
  });
});

it('the stories that the machine is told by use the ladder from its first rung to its last', () => {
  const answered: FrontierScript = { budget: ['granted'], frontier: orderPlan };
  const played = stories.flatMap(({ script }) => [
    play(rules, 'go', scriptedCrew(script), script),
    play(hybridRules, 'go', escalatingCrew(script, answered), script),
  ]);
  const events = played.flatMap((each) => each.events);
  const used = new Set(events.flatMap(({ event }) => rungsUsed(event.body).map(({ rung }) => rung)));
  expect(LADDER.filter((rung) => !used.has(rung))).toEqual([]);
});

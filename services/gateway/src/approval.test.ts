import { digestOf, type StoredEvent } from '@pitcrew/contracts';
import { foldRun } from '@pitcrew/run';
import { describe, expect, it } from 'vitest';
import { type Decision, ruleOn } from './approval.ts';
import { approvalAsked, log, requested, toTheApproval } from './run.fixture.ts';

const now = new Date('2027-01-01T00:01:00.000Z');
const afterwards = new Date(approvalAsked.expiresAt);

const decision: Decision = {
  kind: 'approval-decided',
  step: approvalAsked.step,
  item: approvalAsked.item,
  planVersion: approvalAsked.planVersion,
  tool: approvalAsked.tool,
  argumentDigest: approvalAsked.argumentDigest,
  approved: true,
  decidedBy: 'ada',
  reason: '',
};

const rule = (given: Decision, events: readonly StoredEvent[], at = now) => ruleOn(given, foldRun(events), events, at);

describe('R4: an approval binds plan version, tool and argument digest', () => {
  it('records a decision that binds what is pending', () => {
    expect(rule(decision, toTheApproval)).toEqual({ kind: 'record' });
    expect(rule({ ...decision, approved: false }, toTheApproval)).toEqual({ kind: 'record' });
  });

  it.each<[string, Partial<Decision>, string]>([
    ['another plan version', { planVersion: 2 }, 'PLAN_VERSION_CHANGED'],
    ['another tool', { tool: 'cancel_order' }, 'TOOL_CHANGED'],
    ['other arguments', { argumentDigest: digestOf({ order_id: 4522 }) }, 'ARGUMENTS_CHANGED'],
    ['another item', { item: 1 }, 'NO_PENDING_APPROVAL'],
  ])('refuses a decision for %s', (_, change, reason) => {
    expect(rule({ ...decision, ...change }, toTheApproval)).toMatchObject({ kind: 'refused', reason });
  });

  it('refuses a decision where nothing is pending', () => {
    expect(rule(decision, log(requested))).toMatchObject({ kind: 'refused', reason: 'NO_PENDING_APPROVAL' });
  });

  it('refuses a decision at the very time of expiry, whether or not the timer has fired yet', () => {
    expect(rule(decision, toTheApproval, afterwards)).toMatchObject({ kind: 'refused', reason: 'APPROVAL_EXPIRED' });
    expect(rule(decision, toTheApproval, new Date(afterwards.getTime() - 1))).toEqual({ kind: 'record' });
  });

  it('finds its own decision again when it is repeated', () => {
    const decided = log(...toTheApproval.map(({ event }) => event.body), decision);
    expect(rule(decision, decided)).toEqual({ kind: 'recorded' });
  });

  it.each<[string, Partial<Decision>]>([
    ['the opposite', { approved: false }],
    ['somebody else', { decidedBy: 'bob' }],
  ])('refuses %s once it is decided', (_, change) => {
    const decided = log(...toTheApproval.map(({ event }) => event.body), decision);
    expect(rule({ ...decision, ...change }, decided)).toMatchObject({ kind: 'refused', reason: 'ALREADY_DECIDED' });
  });
});

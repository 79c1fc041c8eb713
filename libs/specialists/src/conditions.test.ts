import type { Operator } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import type { Side } from './comparison.ts';
import { COMPARISON_HEAD, conditionHead, conditionLabel, NO_CONDITION, readCondition } from './conditions.ts';
import { decision, packOf, packs } from './fixtures.ts';

/** Short names of what the packs let a request ask for. */
const SUBJECTS = {
  department: ['employee-onboarding', 'order_laptop', 'create_account.department'],
  role: ['employee-onboarding', 'order_laptop', 'create_account.role'],
  severity: ['incident-triage', 'create_ticket', 'get_alert.severity'],
  errors: ['incident-triage', 'create_ticket', 'query_logs.error_count'],
  latency: ['incident-triage', 'create_ticket', 'query_metrics.p95_ms'],
  invoiced: ['invoice-matching', 'post_invoice', 'extract_invoice.lines_total'],
  difference: ['invoice-matching', 'post_invoice', 'three_way_match.difference'],
  duration: ['meeting-scheduling', 'create_event', 'get_meeting_request.duration_minutes'],
  freight: ['order-processing', 'confirm_order', 'calculate_shipping.cost'],
  eta: ['order-processing', 'confirm_order', 'calculate_shipping.eta_days'],
  weight: ['order-processing', 'confirm_order', 'validate_order.weight_kg'],
  refund: ['order-refund', 'issue_refund', 'check_refund_policy.refund_amount'],
  purchase: ['order-refund', 'issue_refund', 'get_purchase.status'],
  due: ['subscription-change', 'change_subscription', 'calculate_proration.amount_due'],
  plan: ['subscription-change', 'change_subscription', 'get_subscription.plan'],
  category: ['support-ticket', 'send_reply', 'classify_case.category'],
  trip: ['travel-booking', 'book_trip', 'check_travel_policy.total'],
  flight: ['travel-booking', 'book_trip', 'search_flights.flight_price'],
  night: ['travel-booking', 'book_trip', 'search_hotels.nightly_price'],
} as const;
type Subject = keyof typeof SUBJECTS;

/** What the encoder says: the request puts a condition on this, and the step is done on this side of the value. */
function read(subject: Subject, request: string, side: Side = 'below') {
  const [workflow, tool, reference] = SUBJECTS[subject];
  const label = conditionLabel({ tool, reference });
  const decided = decision({
    [conditionHead(workflow)]: { [label]: 0.9, [NO_CONDITION]: 0.1 },
    [COMPARISON_HEAD]: { [side]: 1 },
  });
  return readCondition(decided, request, packOf(workflow), 'full');
}
const literalIn = (subject: Subject, request: string) => {
  const found = read(subject, request);
  return found.kind === 'condition' ? found.condition.literal : found.kind;
};

describe('the amount that a condition compares with', () => {
  it.each<[subject: Subject, request: string, literal: number]>([
    // Beside a word of comparison, before or behind.
    ['freight', 'Confirm order 61304 if shipping costs less than 80 euros.', 80],
    ['freight', 'Book 4521 unless freight runs over €1,200.50', 1200.5],
    ['trip', 'Book TRIP-9757, but ONLY if the total stays at 800 or below.', 800],
    ['trip', 'Book TRIP-9757 provided it is 1.5k max', 1500],
    ['trip', 'TRIP-44 can go ahead, nine hundred tops, otherwise ask me', 900],
    ['trip', 'Keep the total below eight hundred for TRIP-9005, or else wait.', 800],
    ['trip', 'Please book TRIP-8 on condition that the total does not pass twelve hundred euros', 1200],
    ['due', 'If it comes to fifty quid or more, leave SUB-563 as it is.', 50],
    ['difference', 'Post INV-1 only if the difference is zero.', 0],
    ['difference', 'post INV-1 if the difference is within 50 cents', 0.5],
    ['errors', 'Open a ticket for ALR-2041 if there are more than two thousand errors', 2000],
    ['flight', 'Book TRIP-20334 only if the flight isn’t dearer than 780.', 780],
    ['errors', 'Investigate ALR-4250 and, from 200 errors upward, open a ticket', 200],
    ['duration', 'Plan MTG-7431 if one hour is enough. If set longer, no.', 60],
    ['eta', 'Send order 9305 through, five days is the longest I accept.', 5],
    ['trip', 'TRIP-6601, flight n hotel 750 tops for the whole thing', 750],
    ['due', 'SUB-7 to 8 seats, 90 is my limit though', 90],
    // Not the other numbers of the request.
    ['due', 'We need 40 seats on SUB-7468, up from 32, only if the extra charge stays below 300.', 300],
    ['due', 'If it costs under 150, set SUB-5601 to 8 seats.', 150],
    ['trip', 'TRIP-85, a hotel of minimum 4 stars. If it becomes more than 1,100 in total, book nothing.', 1100],
    ['trip', 'TRIP-36, a 4-star hotel at least, if the total is under 900', 900],
    ['night', 'Book TRIP-26 for 3 nights, if the room is under 140 a night', 140],
    ['refund', 'Refund 37.80 for order 2916 if the whole refund stays under 50', 50],
    ['eta', 'Order 27745 for 12,000 euros, unless delivery would take more than 5 days', 5],
    ['weight', 'Order 152603, due in under 3 days, only if it weighs less than 30 kilos', 30],
    ['trip', 'Our fitter must be there in week 38. Book TRIP-4472 if it is less than 900, for 2 people.', 900],
    ['refund', 'Order 9513 is under review. Refund it if the whole is no more than 75.', 75],
    // What the sentence refers back to.
    ['refund', 'I can sign off refunds below 100 myself. If what comes back for 8832 is under that, issue it.', 100],
    ['due', 'I have 240 euros left this quarter. If 35 users on SUB-6 come out at up to that amount, change it.', 240],
    ['trip', 'Budget line 6120 has 500 left, and the total of TRIP-8 must not go over that.', 500],
    ['invoiced', 'I may sign up to 3,000 and not one cent over. If INV-8 is within that, post it.', 3000],
    ['refund', 'I may return up to 150 alone, so 77102 may be refunded if the sum lies within that limit.', 150],
    // In the unit of what it is compared with.
    ['duration', 'If it is half an hour or less, schedule MTG-6614.', 30],
    ['duration', 'Create MTG-2765 if it takes at least an hour and a half.', 90],
    ['duration', 'Schedule MTG-6 unless it runs longer than 45 minutes', 45],
    ['eta', 'Confirm 4521 if it arrives within a week', 7],
    ['eta', 'Confirm 4521 if it takes no more than 48 hours', 2],
    ['latency', 'Ticket for ALR-2032 if the 95th percentile is above 1.5 seconds', 1500],
    ['weight', 'Confirm 4521 if it is under half a tonne', 500],
    // Nothing at all is zero.
    ['difference', 'Post INV-77 if there is no difference.', 0],
    ['errors', 'Open a ticket for ALR-2041 only if there are any errors', 0],
  ])('%s: %s', (subject, request, literal) => {
    expect(literalIn(subject, request)).toBe(literal);
  });
});

describe('the text that a condition compares with', () => {
  it.each<[subject: Subject, request: string, literal: string]>([
    ['severity', 'ticket for ALR-2041 only if it is CRITICAL', 'critical'],
    ['severity', 'ALR-8236: for minor ones a ticket is not needed', 'minor'],
    ['department', 'laptop for E-3489 only if the department comes back as engineering', 'Engineering'],
    ['role', 'laptop for E-3742 unless she is a sales rep', 'sales-rep'],
    ['role', 'laptops go to support agents only, so check that for E-37', 'support-agent'],
    ['role', 'order the laptop for E-9 if the role is not that of accountants', 'accountant'],
    ['purchase', 'Reimburse 2916 only if the parcel has already been delivered', 'delivered'],
    ['department', 'I hear people in Finance need one: if E-5 is of that department, order it', 'Finance'],
    ['department', 'ask the people there, and order it if it is people', 'People'],
    // One value is wanted, another one is compared with.
    ['plan', 'Move SUB-1 to basic if it is currently on team.', 'team'],
    ['plan', 'If SUB-1 is on classic, move it to business; leave enterprise alone.', 'classic'],
    ['plan', 'Upgrade SUB-1 to business and tell the team, unless Mr. Osei is still on the classic plan', 'classic'],
  ])('%s: %s', (subject, request, literal) => {
    expect(literalIn(subject, request)).toBe(literal);
  });
});

describe('a condition that can’t be read for certain', () => {
  it.each<[why: string, subject: Subject, request: string]>([
    ['without an amount', 'trip', 'Book TRIP-8 if it is not too dear'],
    ['with a vague amount', 'refund', 'Refund order 2916 if it is under a few hundred'],
    ['with a range', 'eta', 'Confirm 4521 if it takes 2 to 3 days'],
    ['with two bounds', 'trip', 'Book TRIP-8 if the total is between 300 and 900'],
    ['where only the id is a number', 'refund', 'Refund order 2916 if it is small enough'],
    ['in another unit only', 'weight', 'Confirm 4521 if it costs less than 30 euros'],
    ['where nothing compares the number', 'due', 'SUB-7: 250 came up in the call, do it if that suits'],
    ['with a text that is not declared', 'severity', 'ticket for ALR-2041 only if it is a sev-1'],
    ['with two texts', 'category', 'reply to CASE-1 if it is about billing or access'],
    ['with a text that is wanted, and one that nothing puts', 'plan', 'SUB-1: basic to team'],
  ])('%s is said so, and not taken for none', (_, subject, request) => {
    const [, tool] = SUBJECTS[subject];
    expect(read(subject, request)).toEqual({
      kind: 'unreadable',
      message: `the request makes ${tool} depend on something that could not be read`,
    });
  });
});

describe('whether there is a condition', () => {
  const travel = packOf('travel-booking');
  const head = conditionHead('travel-booking');
  const label = (subject: Subject) => conditionLabel({ tool: SUBJECTS[subject][1], reference: SUBJECTS[subject][2] });
  const request = 'book TRIP-1 if the room is under 140';

  it('is the encoder’s to say', () => {
    const none = decision({ [head]: { [NO_CONDITION]: 0.7, [label('trip')]: 0.3 } });
    expect(readCondition(none, request, travel, 'full')).toEqual({ kind: 'none', confidence: 0.7 });
    const some = decision({
      [head]: { [NO_CONDITION]: 0.2, [label('night')]: 0.8 },
      [COMPARISON_HEAD]: { below: 0.6, above: 0.4 },
    });
    expect(readCondition(some, request, travel, 'full')).toEqual({
      kind: 'condition',
      condition: { tool: 'book_trip', reference: 'search_hotels.nightly_price', operator: 'lt', literal: 140 },
      confidence: 0.8,
    });
  });

  it('is no, in doubt', () => {
    const even = decision({ [head]: { [NO_CONDITION]: 0.5, [label('trip')]: 0.5 } });
    expect(readCondition(even, request, travel, 'full').kind).toBe('none');
  });

  it('is asked only about what the variation has both ends of', () => {
    const onHotel = decision({ [head]: { [NO_CONDITION]: 0.1, [label('night')]: 0.6, [label('flight')]: 0.3 } });
    const withoutHotel = readCondition(onHotel, request, travel, 'no-hotel');
    expect(withoutHotel).toMatchObject({ condition: { reference: 'search_flights.flight_price' }, confidence: 0.3 });
    expect(readCondition(onHotel, request, travel, 'options-only')).toEqual({ kind: 'none', confidence: 1 });
  });

  it('is no for a model without the head, and for a pack without conditions', () => {
    const without = decision({ [COMPARISON_HEAD]: { below: 1 } });
    for (const pack of packs)
      expect(readCondition(without, request, pack, 'full')).toEqual({ kind: 'none', confidence: 1 });
  });
});

describe('how it compares', () => {
  it.each<[why: string, subject: Subject, request: string, side: Side, operator: Operator, literal: string | number]>([
    ['up to a value that does not count', 'trip', 'book it if it is under 900', 'below', 'lt', 900],
    ['up to one that does', 'trip', 'book it unless it is more than 900', 'below', 'le', 900],
    ['from a value on', 'errors', 'a ticket from 200 errors upward', 'above', 'ge', 200],
    ['beyond it', 'errors', 'a ticket if there are over 200', 'above', 'gt', 200],
    // The word beside the words that say it, not beside the figure that it comes to.
    ['in other units', 'duration', 'schedule it if it takes less than half an hour', 'below', 'lt', 30],
    ['in other units, the value in', 'eta', 'confirm it if it takes up to a week', 'below', 'le', 7],
    ['in words', 'refund', 'refund it if it stays below two hundred and fifty', 'below', 'lt', 250],
    [
      'beside the amount of the condition, not another one',
      'due',
      'to at most 40 seats, if the charge is under 40',
      'below',
      'lt',
      40,
    ],
    ['with nothing at all', 'errors', 'a ticket if there are any errors', 'above', 'gt', 0],
    ['as one value', 'difference', 'post it if the difference is zero', 'equal', 'eq', 0],
    ['like every other value', 'severity', 'a ticket unless it is minor', 'unequal', 'ne', 'minor'],
  ])('%s (%s: %s)', (_, subject, request, side, operator, literal) => {
    expect(read(subject, request, side)).toMatchObject({ condition: { operator, literal } });
  });

  it('of a text is equal or not, whatever is likelier', () => {
    const [workflow, tool, reference] = SUBJECTS.severity;
    const heads = { [conditionHead(workflow)]: { [conditionLabel({ tool, reference })]: 1 } };
    const decided = decision({ ...heads, [COMPARISON_HEAD]: { below: 0.8, unequal: 0.15, equal: 0.05 } });
    expect(readCondition(decided, 'unless it is minor', packOf(workflow), 'full')).toMatchObject({
      condition: { operator: 'ne' },
    });
  });
});

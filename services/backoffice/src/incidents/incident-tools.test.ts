import { describe, expect, it } from 'vitest';
import { callTool, openWorld, type ToolAnswer, type World } from '../world.ts';

let keys = 0;
const call = (world: World, tool: string, args: Record<string, unknown>): ToolAnswer =>
  callTool(world, tool, args, { tenant: 't', idempotencyKey: `key-${++keys}`, now: new Date('2026-11-20T03:00:00Z') });
const resultOf = (answer: ToolAnswer): Record<string, unknown> =>
  answer.kind === 'succeeded' ? answer.result : answer;
const refused = (errorClass: string, message: string) => ({ kind: 'failed', errorClass, executed: 'no', message });

const world = openWorld();
const table = (tool: string, cases: [args: Record<string, unknown>, expected: object][]): void => {
  describe(tool, () => {
    it.each(cases)('%j', (args, expected) => {
      expect(resultOf(call(world, tool, args))).toMatchObject(expected);
    });
  });
};

const checkout = { service: 'checkout', since: '2026-11-18T09:42:00Z' };

table('get_alert', [
  [
    { alert_id: 'ALR-2041' },
    {
      alert_id: 'ALR-2041',
      service: 'checkout',
      severity: 'critical',
      summary: 'checkout: error rate above 5 %',
      started_at: '2026-11-18T09:42:00Z',
      status: 'open',
    },
  ],
  [{ alert_id: 'alr-2041' }, { alert_id: 'ALR-2041' }],
  [{ alert_id: '2041' }, { alert_id: 'ALR-2041' }],
  [{ alert_id: '#002041' }, { alert_id: 'ALR-2041' }],
  [{ alert_id: 'ALR-2045' }, { status: 'closed' }],
  [{ alert_id: 'ALR-1' }, refused('input', 'alert_id ALR-1 not found')],
  [{ alert_id: 'checkout' }, refused('input', 'alert_id checkout not found')],
  [{ alert_id: 2041 }, { errorClass: 'input' }],
]);

table('query_logs', [
  [checkout, { error_count: 608, top_error: 'TypeError: cannot read total of undefined' }],
  [{ ...checkout, region: 'us' }, { error_count: 187 }],
  [{ ...checkout, since: '2026-11-18T10:42:00+01:00' }, { error_count: 608 }],
  [
    { ...checkout, since: '2026-11-18T10:00:00Z' },
    { error_count: 0, top_error: 'none' },
  ],
  [
    { ...checkout, since: '2026-11-18T08:00:00Z' },
    { error_count: 0, top_error: 'none' },
  ],
  [{ ...checkout, service: 'chekout' }, refused('input', 'service chekout not found')],
  [
    { ...checkout, since: 'this morning' },
    refused('input', 'since this morning is not a time such as 2026-11-18T09:42:00Z'),
  ],
  [{ ...checkout, region: 'asia' }, { errorClass: 'input' }],
]);

table('query_metrics', [
  [checkout, { p95_ms: 640, error_rate: 0.072, saturation: 0.44 }],
  [
    { ...checkout, region: 'us' },
    { p95_ms: 590, error_rate: 0.063, saturation: 0.41 },
  ],
  [
    { ...checkout, since: '2026-11-19T00:00:00Z' },
    { p95_ms: 0, error_rate: 0, saturation: 0 },
  ],
  [{ ...checkout, service: 'x' }, refused('input', 'service x not found')],
]);

table('list_deploys', [
  [checkout, { latest_version: 'v3.14.0', deploys: [{ version: 'v3.14.0', deployed_at: '2026-11-18T09:31:00Z' }] }],
  [
    { service: 'billing-export', since: '2026-11-20T02:15:00Z' },
    { latest_version: 'v2.0.7', deploys: [{ version: 'v2.0.7' }, { version: 'v2.0.6' }] },
  ],
  [
    { service: 'search', since: '2026-11-18T13:10:00Z' },
    { latest_version: 'v1.22.5', deploys: [] },
  ],
  [
    { ...checkout, since: '2026-11-01T00:00:00Z' },
    { latest_version: 'none', deploys: [] },
  ],
  [{ ...checkout, service: 'x' }, refused('input', 'service x not found')],
]);

const signals = { alert_id: 'ALR-2041', top_error: 'TypeError: x', error_count: 300, p95_ms: 600, version: 'v3.14.0' };
const unrelated = { ...signals, version: 'v3.13.2' };

table('correlate_signals', [
  [signals, { cause: 'deploy regression', likelihood: 0.93, suspect: 'checkout v3.14.0' }],
  [{ ...signals, error_count: 10 }, { cause: 'deploy regression' }],
  [
    { ...signals, error_count: 9 },
    { cause: 'noise', likelihood: 0.6, suspect: 'none' },
  ],
  [unrelated, { cause: 'noise' }],
  [
    { ...unrelated, p95_ms: 2000 },
    { cause: 'saturation', likelihood: 0.7, suspect: 'checkout' },
  ],
  [{ ...unrelated, p95_ms: 1999 }, { cause: 'noise' }],
  [
    { ...unrelated, top_error: 'queue full: 5000 jobs' },
    { cause: 'saturation', likelihood: 0.7 },
  ],
  [
    { ...unrelated, top_error: 'queue full: 5000 jobs', p95_ms: 4000 },
    { cause: 'saturation', likelihood: 0.9 },
  ],
  [
    { ...signals, top_error: 'connection refused: ledger-db:5432' },
    { cause: 'dependency outage', likelihood: 0.9, suspect: 'ledger-db:5432' },
  ],
  [
    { ...signals, top_error: 'upstream failed', error_count: 2 },
    { cause: 'dependency outage', likelihood: 0.7, suspect: 'checkout' },
  ],
  [{ ...signals, version: 'none' }, { cause: 'noise' }],
  [{ ...signals, version: 'v9' }, refused('input', 'version v9 of checkout not found')],
  [{ ...signals, alert_id: 'ALR-1' }, refused('input', 'alert_id ALR-1 not found')],
  [{ ...signals, error_count: 1.5 }, { errorClass: 'input' }],
]);

describe('create_ticket', () => {
  const ticket = { alert_id: '2041', title: 'checkout: error rate', severity: 'critical', cause: 'deploy regression' };

  it('opens a ticket under the canonical alert id, for the team named or for who is on call', () => {
    const fresh = openWorld();
    expect(resultOf(call(fresh, 'create_ticket', ticket))).toEqual({ ticket_id: 'TCK-5001', status: 'open' });
    expect(resultOf(call(fresh, 'create_ticket', { ...ticket, team: 'payments' }))).toEqual({
      ticket_id: 'TCK-5002',
      status: 'open',
    });
    const tickets = fresh.database.prepare('SELECT ticket_id, alert_id, team, opened_at FROM tickets').all();
    expect(tickets.map((row) => ({ ...row }))).toEqual([
      { ticket_id: 'TCK-5001', alert_id: 'ALR-2041', team: 'on-call', opened_at: '2026-11-20T03:00:00.000Z' },
      { ticket_id: 'TCK-5002', alert_id: 'ALR-2041', team: 'payments', opened_at: '2026-11-20T03:00:00.000Z' },
    ]);
  });

  it.each<[args: Record<string, unknown>, expected: object]>([
    [{ ...ticket, alert_id: 'ALR-2045' }, refused('logic', 'alert_id ALR-2045 is closed')],
    [{ ...ticket, alert_id: 'ALR-1' }, refused('input', 'alert_id ALR-1 not found')],
    [{ ...ticket, title: '' }, { errorClass: 'input' }],
  ])('refuses %j', (args, expected) => {
    expect(resultOf(call(world, 'create_ticket', args))).toMatchObject(expected);
  });
});

/** Reads an alert's signals and correlates them, as the incident workflow does. */
function causeOf(inWorld: World, alertId: string): unknown {
  const { service, started_at: since } = resultOf(call(inWorld, 'get_alert', { alert_id: alertId }));
  const { error_count, top_error } = resultOf(call(inWorld, 'query_logs', { service, since }));
  const { p95_ms } = resultOf(call(inWorld, 'query_metrics', { service, since }));
  const { latest_version: version } = resultOf(call(inWorld, 'list_deploys', { service, since }));
  return resultOf(call(inWorld, 'correlate_signals', { alert_id: alertId, error_count, top_error, p95_ms, version }))
    .cause;
}

describe('the causes of the seeded alerts', () => {
  it.each([
    ['ALR-2041', 'deploy regression'],
    ['ALR-2042', 'saturation'],
    ['ALR-2043', 'dependency outage'],
    ['ALR-2044', 'noise'],
    ['ALR-2045', 'deploy regression'],
    ['ALR-2046', 'deploy regression'],
  ])('%s: %s', (alertId, cause) => {
    expect(causeOf(world, alertId)).toBe(cause);
  });
});

describe('an alert known by its id alone', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `ALR-${91_000 + index * 7}`);
  const worldOf = (alert_id: string) => openWorld({ rows: { alerts: [{ alert_id }] } });

  it('is the same incident in every world, however the id is spelled', () => {
    const [id = ''] = ids;
    const alertIn = (spelling: string) => resultOf(call(worldOf(spelling), 'get_alert', { alert_id: id }));
    expect(alertIn(id.toLowerCase())).toEqual(alertIn(id));
    expect(alertIn(id)).toMatchObject({ alert_id: id, status: 'open' });
  });

  it('has one of the four causes, and each occurs', () => {
    const causes = ids.map((id) => causeOf(worldOf(id), id));
    expect(new Set(causes)).toEqual(new Set(['deploy regression', 'saturation', 'dependency outage', 'noise']));
  });
});

import { expect, it } from 'vitest';
import type { ReceivedSpan } from './otlp-messages.ts';
import { spanTree } from './span-tree.ts';

const span = (name: string, parent: string, startMs: number, endMs: number, more: Partial<ReceivedSpan> = {}) =>
  ({
    ...{ name, service: 'orchestrator', traceId: 't', spanId: name, parentSpanId: parent, kind: 'internal' },
    ...{ links: [], attributes: {}, events: [], notes: [], failed: false, startMs, endMs },
    ...more,
  }) satisfies ReceivedSpan as ReceivedSpan;

const rpc = { attributes: { 'rpc.method': 'a.B/C' } };
const SPANS = [
  span('second', 'root', 1_060, 1_090, { failed: true, attributes: { 'error.type': 'logic' } }),
  span('root', 'gone', 1_000, 1_100),
  span('client', 'root', 1_010, 1_050, rpc),
  span('server', 'client', 1_012, 1_048, { ...rpc, service: 'router' }),
  span('chat m', 'server', 1_020, 1_040, { service: 'router' }),
];

it('shows who is under whom, in the order of time, without the two sides of a call', () => {
  expect(spanTree(SPANS)).toEqual([
    '     0   100 ms  orchestrator  root',
    '    20    20 ms  router          chat m',
    '    60    30 ms  orchestrator    second  (FAILED logic)',
  ]);
});

it('shows calls and remarks when asked to', () => {
  const remark = ({ name }: ReceivedSpan) => (name === 'root' ? ['one', 'two'] : []);
  expect(spanTree(SPANS, { calls: true, remark })).toEqual([
    '     0   100 ms  orchestrator  root  (one; two)',
    '    10    40 ms  orchestrator    client',
    '    12    36 ms  router            server',
    '    20    20 ms  router              chat m',
    '    60    30 ms  orchestrator    second  (FAILED logic)',
  ]);
});

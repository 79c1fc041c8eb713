/** What is planted is found. */
import { attributeNames } from '@pitcrew/telemetry';
import type { ReceivedSpan } from '@pitcrew/testing';
import { expect, it } from 'vitest';
import { logTraceFindings, spanFindings } from './traces.ts';

const span = (service: string, traceId: string, said: { readonly tenant?: string; readonly run?: string } = {}) => {
  const attributes = { [attributeNames.tenant]: said.tenant, [attributeNames.run]: said.run };
  const name = service === 'orchestrator' ? 'invoke_workflow order-processing' : 'execute_tool confirm_order';
  return { name, service, traceId, attributes } as unknown as ReceivedSpan;
};
const one = { tenant: 'a', run: 'r1' };

it.each([
  ['a trace for each run', [span('executor', 't1', one), span('router', 't2', { tenant: 'b', run: 'r2' })], []],
  ['a client that asks about a run', [span('orchestrator', 't1', one), span('gateway', 't9', one)], []],
  ['a span that names nobody', [span('orchestrator', 't1', one), span('router', 't1')], []],
  ['a message that is no request, tried twice', [span('bus', 't1', one), span('bus', 't2', one)], []],
  [
    'a run in two traces',
    [span('orchestrator', 't1', one), span('executor', 't2', one)],
    ['run r1 has several traces'],
  ],
  [
    'a tenant in the trace of another',
    [span('orchestrator', 't1', one), span('executor', 't1', { tenant: 'b' })],
    ['trace t1 is of several tenants'],
  ],
])('spans: %s', (_, spans, expected) => {
  expect(spanFindings(spans)).toEqual(expected);
});

const fact = (epoch: number, kind: string, trace: string) =>
  ({ event: { epoch, body: { kind }, traceparent: trace && `00-${trace}-1-01` } }) as never;

it.each([
  ['one trace', [fact(0, 'run-requested', 'a'), fact(1, 'run-claimed', 'a')], []],
  ['an answer with a trace of its own', [fact(0, 'run-requested', 'a'), fact(0, 'approval-decided', 'b')], []],
  ['two', [fact(0, 'run-requested', 'a'), fact(2, 'run-claimed', 'b')], ['2 traces in place of one']],
  ['none', [fact(0, 'run-requested', 'a'), fact(1, 'run-claimed', '')], ['facts without a trace']],
])('a log: %s', (_, events, expected) => {
  expect(logTraceFindings(events)).toEqual(expected);
});

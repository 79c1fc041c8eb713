/** The log as whoever collects it reads it: one JSON object a line, on standard error. */
import { type OtlpReceiver, startOtlpReceiver } from '@pitcrew/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  attributeNames,
  log,
  logError,
  logUnexpected,
  spanContextFrom,
  startTelemetry,
  type Telemetry,
  withSpan,
} from './index.ts';

let collector: OtlpReceiver;
let telemetry: Telemetry;
const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
const lines = (): Record<string, unknown>[] => write.mock.calls.map(([line]) => JSON.parse(String(line)));

beforeEach(async () => {
  write.mockClear();
  collector = await startOtlpReceiver();
  telemetry = await startTelemetry({ service: 'router', instance: 'i1', endpoint: collector.endpoint });
});
afterEach(async () => {
  await telemetry.shutdown();
  await collector.close();
});

it('a line says when, how bad, who and what', () => {
  log('WARN', 'little is left', { [attributeNames.budgetPeriod]: 'day', absent: undefined });
  expect(lines()).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      severity: 'WARN',
      service: 'router',
      instance: 'i1',
      message: 'little is left',
      'pitcrew.budget.period': 'day',
    },
  ]);
});

it('a line that is said in a span names its trace', async () => {
  const traceparent = await withSpan('s', {}, async (span) => {
    logError(new RangeError('too far'));
    return span.traceparent;
  });
  const { traceId, spanId } = spanContextFrom(traceparent) ?? expect.fail('no span');
  expect(lines()).toMatchObject([
    { severity: 'ERROR', message: 'too far', 'error.type': 'RangeError', trace_id: traceId, span_id: spanId },
  ]);
});

it('a stack is told of what nobody foresaw, and of nothing else', () => {
  logError(new Error('foreseen'));
  logUnexpected(new Error('unforeseen'));
  expect(lines().map((line) => 'exception.stacktrace' in line)).toEqual([false, true]);
});

it('what is long or has line breaks is one bounded line', () => {
  log('INFO', `a\nb${'c'.repeat(10_000)}`);
  expect(write.mock.calls).toHaveLength(1);
  expect(String(write.mock.calls[0]?.[0]).split('\n')).toHaveLength(2);
  expect(String(lines()[0]?.message)).toHaveLength(2000);
});

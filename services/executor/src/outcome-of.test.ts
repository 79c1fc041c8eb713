/** The rule by which an answer, or its absence, becomes an outcome (R3). */
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { failureOf, outcomeOf, RESULT_BYTES_MAX } from './outcome-of.ts';

const http = (status: number) => new SdkHttpError(SdkErrorCode.SendFailed, `HTTP ${status}`, { status });
const refused = new TypeError('fetch failed', {
  cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
});
const reset = new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
const unreachable = (syscall: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('no route'), { code: 'EHOSTUNREACH', syscall }) });

describe('what fails without an answer', () => {
  it.each([
    ['never connected', refused, 'transient', 'no'],
    ['connection lost', reset, 'transient', 'unknown'],
    ['timeout', new SdkError(SdkErrorCode.RequestTimeout, 'too late'), 'transient', 'unknown'],
    ['429', http(429), 'transient', 'no'],
    ['500', http(500), 'transient', 'unknown'],
    ['503', http(503), 'transient', 'unknown'],
    ['404', http(404), 'input', 'no'],
    ['408', http(408), 'transient', 'unknown'],
    ['invalid parameters', new ProtocolError(-32602, 'no such tool'), 'input', 'no'],
    ['an internal error', new ProtocolError(-32603, 'oh'), 'transient', 'unknown'],
    ['a host that cannot be reached', unreachable('connect'), 'transient', 'no'],
    ['a host that became unreachable', unreachable('read'), 'transient', 'unknown'],
  ])('%s is %s', (_, error, errorClass, executed) => {
    expect(failureOf(error, 5000)).toMatchObject({ kind: 'failed', errorClass, executed });
  });
});

describe('what a tool answers', () => {
  it.each([
    [
      'a class of its own',
      { isError: true, structuredContent: { errorClass: 'logic', executed: 'no', message: 'sold out' } },
      { errorClass: 'logic', executed: 'no', message: 'sold out' },
    ],
    [
      'a class and no word on its effect',
      { isError: true, structuredContent: { errorClass: 'transient', message: 'busy' } },
      { errorClass: 'transient', executed: 'unknown' },
    ],
    [
      // A tool that failed half-way is reported in the same way, so nobody knows that it did nothing.
      'a refusal without a class',
      { isError: true, content: [{ type: 'text', text: 'no such order' }] },
      { errorClass: 'input', executed: 'unknown', message: 'no such order' },
    ],
    [
      'no structured result',
      { content: [{ type: 'text', text: 'done' }] },
      { errorClass: 'logic', executed: 'unknown' },
    ],
    [
      'more than a log can hold',
      { structuredContent: { text: 'x'.repeat(RESULT_BYTES_MAX) } },
      { errorClass: 'logic', executed: 'unknown' },
    ],
  ])('%s', (_, answer, expected) => {
    expect(outcomeOf(answer)).toMatchObject({ kind: 'failed', ...expected });
  });

  it('keeps a result up to the limit', () => {
    const text = 'x'.repeat(RESULT_BYTES_MAX - '{"text":""}'.length);
    expect(outcomeOf({ structuredContent: { text } })).toEqual({ kind: 'succeeded', result: { text } });
  });
});

/**
 * What a tool server's answer, or its silence, means (R3). The server may name the class of a failure; otherwise the rule
 * does. Surely not executed: a rate limit, a connection that was never made, a caller who is not let in (no arguments would help; a
 * token or certificate that is replaced may), arguments that the protocol or their schema refuses.
 * Unknown: a timeout, a 5xx or an internal error, a lost connection, and a refusal that names no class, for a tool that
 * failed half-way is reported in the same way. What can't be known to have done nothing is never taken to have.
 */
import { ProtocolError, ProtocolErrorCode, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { ErrorClass, Executed, JsonObject, type Outcome } from '@pitcrew/contracts';
import { z } from 'zod';
import { accessProblem, causesOf } from './access-problem.ts';

const Classified = z.object({ errorClass: ErrorClass, executed: Executed.default('unknown'), message: z.string() });

/** A result is part of an event of the run's log. */
export const RESULT_BYTES_MAX = 64 * 1024;

/** Says what is wrong with a result, if anything is. */
export type ResultCheck = (result: JsonObject) => string | undefined;

type Answer = {
  readonly isError?: boolean | undefined;
  readonly structuredContent?: unknown;
  readonly content?: readonly { readonly type: string; readonly text?: unknown }[];
};

export function outcomeOf({ isError, structuredContent, content }: Answer, check?: ResultCheck): Outcome {
  if (isError) {
    const classified = Classified.safeParse(structuredContent);
    return classified.success ? { kind: 'failed', ...classified.data } : refusal(textOf(content));
  }
  const result = JsonObject.safeParse(structuredContent);
  if (!result.success) return failed('logic', 'unknown', 'the tool answered without a structured result');
  const problem = check?.(result.data);
  if (problem !== undefined)
    return failed('logic', 'unknown', `the tool answered with something else than it declares: ${problem}`);
  const bytes = Buffer.byteLength(JSON.stringify(result.data));
  if (bytes > RESULT_BYTES_MAX)
    return failed(
      'logic',
      'unknown',
      `the tool answered with ${bytes} bytes; at most ${RESULT_BYTES_MAX} fit a run's log`,
    );
  return { kind: 'succeeded', result: result.data };
}

/** The official servers check the arguments before the tool begins, and say so in these words. */
const REFUSED_ARGUMENTS = /^(MCP error -32602: )?Input validation error/;

const refusal = (text: string): Outcome => failed('input', REFUSED_ARGUMENTS.test(text) ? 'no' : 'unknown', text);

export function failureOf(error: unknown, timeoutMs: number): Outcome {
  const refused = accessProblem(error);
  if (refused !== undefined) return failed('transient', 'no', refused);
  if (error instanceof SdkHttpError) return httpFailure(error.status, error.message);
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout)
    return failed('transient', 'unknown', `timeout after ${timeoutMs} ms`);
  if (error instanceof ProtocolError) return protocolFailure(error);
  if (neverConnected(error)) return failed('transient', 'no', 'the tool server cannot be reached');
  return failed('transient', 'unknown', error instanceof Error ? error.message : String(error));
}

/** 408 is a timeout in the words of HTTP: a proxy may say it after the call has gone on. */
function httpFailure(status: number, message: string): Outcome {
  if (status === 429) return failed('transient', 'no', 'the tool server is at its rate limit');
  if (status >= 500 || status === 408) return failed('transient', 'unknown', `the tool server answered ${status}`);
  return failed('input', 'no', message);
}

/** Codes by which a server says that it never began: the call itself could not be read, or names what isn't there. */
const NEVER_BEGUN: ReadonlySet<number> = new Set([
  ProtocolErrorCode.ParseError,
  ProtocolErrorCode.InvalidRequest,
  ProtocolErrorCode.MethodNotFound,
  ProtocolErrorCode.InvalidParams,
]);

const protocolFailure = ({ code, message }: ProtocolError): Outcome =>
  NEVER_BEGUN.has(code) ? failed('input', 'no', message) : failed('transient', 'unknown', message);

/** Other codes, such as that of an unreachable host, also end a connection that was made; they count with the syscall alone. */
const NO_CONNECTION: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverConnected(error: unknown): boolean {
  return causesOf(error).some((cause) => {
    const { code, syscall } = cause as { readonly code?: unknown; readonly syscall?: unknown };
    return NO_CONNECTION.has(code) || syscall === 'connect';
  });
}

const failed = (errorClass: ErrorClass, executed: Executed, message: string): Outcome => ({
  kind: 'failed',
  errorClass,
  executed,
  message,
});

const textOf = (content: Answer['content']): string =>
  content
    ?.map(({ text }) => (typeof text === 'string' ? text : ''))
    .join(' ')
    .trim() || 'the tool refused the call';

/**
 * What a tool server's answer, or its silence, means (R3). The server may name the class of a failure; otherwise the rule
 * does: refused or never connected = surely not executed; timeout, 5xx or a lost connection = unknown; the rest of 4xx and
 * a refusal without a class = wrong input.
 */
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { ErrorClass, Executed, JsonObject, type Outcome } from '@pitcrew/contracts';
import { z } from 'zod';

const Classified = z.object({ errorClass: ErrorClass, executed: Executed.default('unknown'), message: z.string() });

/** A result is part of an event of the run's log. */
export const RESULT_BYTES_MAX = 64 * 1024;

type Answer = {
  readonly isError?: boolean | undefined;
  readonly structuredContent?: unknown;
  readonly content?: readonly { readonly type: string; readonly text?: unknown }[];
};

export function outcomeOf({ isError, structuredContent, content }: Answer): Outcome {
  if (isError) {
    const classified = Classified.safeParse(structuredContent);
    if (classified.success) return { kind: 'failed', ...classified.data };
    return failed('input', 'no', textOf(content));
  }
  const result = JsonObject.safeParse(structuredContent);
  if (!result.success) return failed('logic', 'unknown', 'the tool answered without a structured result');
  const bytes = Buffer.byteLength(JSON.stringify(result.data));
  if (bytes > RESULT_BYTES_MAX)
    return failed(
      'logic',
      'unknown',
      `the tool answered with ${bytes} bytes; at most ${RESULT_BYTES_MAX} fit a run's log`,
    );
  return { kind: 'succeeded', result: result.data };
}

export function failureOf(error: unknown, timeoutMs: number): Outcome {
  if (error instanceof SdkHttpError) return httpFailure(error.status, error.message);
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout)
    return failed('transient', 'unknown', `timeout after ${timeoutMs} ms`);
  if (error instanceof ProtocolError) return failed('input', 'no', error.message);
  if (neverConnected(error)) return failed('transient', 'no', 'the tool server cannot be reached');
  return failed('transient', 'unknown', error instanceof Error ? error.message : String(error));
}

function httpFailure(status: number, message: string): Outcome {
  if (status === 429) return failed('transient', 'no', 'the tool server is at its rate limit');
  if (status >= 500) return failed('transient', 'unknown', `the tool server answered ${status}`);
  return failed('input', 'no', message);
}

/** Node wraps the reason of a failed fetch in `cause`, at most a few levels deep. */
function neverConnected(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const code = 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || neverConnected(error.cause, depth + 1);
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

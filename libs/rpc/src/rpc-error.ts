/**
 * The one error of this package, on both sides of a call. A handler throws it with a code, a reason and a sentence that
 * says what to do; the caller catches the same. The reason is what programs compare; the message is for people.
 */
import { status } from '@grpc/grpc-js';

export type RpcCode = Exclude<keyof typeof status, 'OK'>;

export type Violation = { readonly field: string; readonly description: string };

export type RpcErrorOptions = {
  readonly code: RpcCode;
  /** UPPER_SNAKE_CASE, stable: `RUN_NOT_FOUND`. By default the code. */
  readonly reason?: string;
  readonly message: string;
  /** The field of the request that is wrong: `steps.0.tool`. Short for one violation that repeats the message. */
  readonly field?: string;
  readonly violations?: readonly Violation[];
  /** When to try again; with RESOURCE_EXHAUSTED and UNAVAILABLE. Without it the caller chooses. */
  readonly retryAfterMs?: number;
  /** Facts that a program may need, such as `{ limitBytes: '32768' }`. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Only for the caller's side: whether the request surely never left this process, so that nothing was executed. */
  readonly neverSent?: boolean;
  readonly cause?: unknown;
};

export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcCode;
  readonly reason: string;
  readonly violations: readonly Violation[];
  readonly retryAfterMs: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly neverSent: boolean;

  constructor(options: RpcErrorOptions) {
    super(options.message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = options.code;
    this.reason = options.reason ?? options.code;
    const own = options.field === undefined ? [] : [{ field: options.field, description: options.message }];
    this.violations = options.violations ?? own;
    this.retryAfterMs = options.retryAfterMs;
    this.metadata = options.metadata ?? {};
    this.neverSent = options.neverSent ?? false;
  }

  /** The first field that is wrong, if any is. */
  get field(): string | undefined {
    return this.violations[0]?.field;
  }
}

export const isRpcError = (error: unknown, code?: RpcCode): error is RpcError =>
  error instanceof RpcError && (code === undefined || error.code === code);

export const rpcCode = (number: number): RpcCode => {
  const name = status[number];
  return name === undefined || name === 'OK' ? 'UNKNOWN' : (name as RpcCode);
};

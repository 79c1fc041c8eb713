/**
 * What a service has to say, as one JSON object a line on standard error: time, severity, who says it, and the trace and span that it
 * was said in, so that a line leads to its trace and back. Ids, counts and outcomes, as on spans; never prompts, answers or secrets.
 */
import { context, trace } from '@opentelemetry/api';
import { type Attributes, present } from './attributes.ts';
import { attributeNames } from './names.ts';
import { errorTypeOf } from './span.ts';

export type Severity = 'INFO' | 'WARN' | 'ERROR';
export type Identity = { readonly service: string; readonly instance: string };

const MESSAGE_LENGTH_MAX = 2000;

let identity: Identity = { service: 'unknown', instance: '' };

/** For start.ts. */
export function logAs(who: Identity): void {
  identity = who;
}

export function log(severity: Severity, message: string, attributes: Attributes = {}): void {
  const { service, instance } = identity;
  const who = { time: new Date().toISOString(), severity, service, instance, ...currentSpan() };
  const line = { ...who, message: message.slice(0, MESSAGE_LENGTH_MAX), ...present(attributes) };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** The name and the sentence of an error; its stack stays out. */
export function logError(error: unknown, attributes: Attributes = {}): void {
  const message = error instanceof Error ? error.message : String(error);
  log('ERROR', message, { [attributeNames.errorType]: errorTypeOf(error), ...attributes });
}

/** For what nobody foresaw: with the stack, for whoever mends it. */
export function logUnexpected(error: unknown, attributes: Attributes = {}): void {
  const stack = error instanceof Error ? error.stack : undefined;
  logError(error, { ...attributes, [attributeNames.errorStack]: stack });
}

function currentSpan(): { readonly trace_id?: string; readonly span_id?: string } {
  const span = trace.getSpanContext(context.active());
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}

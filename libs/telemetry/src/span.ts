/**
 * Spans, as the rest of the product sees them. The current span follows the asynchronous context, so a callee's span is
 * a child without being told. While tracing is off, every function here costs one comparison.
 *
 * Spans carry no prompts, answers or secrets: names and values come from names.ts and from ids, counts and outcomes. What people and
 * models wrote is added by message-content.ts, and only where an operator has asked for it.
 */
import {
  type Context,
  context,
  type Link,
  ROOT_CONTEXT,
  type Span as SdkSpan,
  SpanKind as SdkSpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { type Attributes, present } from './attributes.ts';
import { attributeNames } from './names.ts';
import { formatTraceparent, spanContextFrom } from './traceparent.ts';
import { activeTracer } from './tracer.ts';

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export type SpanOptions = {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** traceparent of the parent; by default the current span. The empty text makes a root. */
  readonly parent?: string | undefined;
  /** Other spans that led to this one; made by `linksTo`. */
  readonly links?: readonly Link[];
  /** When it began, if that was before now. */
  readonly startedAt?: Date | undefined;
};

export type Span = {
  /** W3C trace context that names this span; empty when tracing is off. */
  readonly traceparent: string;
  set(attributes: Attributes): void;
  /** For a name that is known only once the work has begun. */
  rename(name: string): void;
  note(name: string, attributes?: Attributes): void;
  /** Marks the span as failed; `errorType` is a code or an error's name, never free text from outside. */
  fail(errorType: string, message?: string): void;
};

/** A span that its owner ends by hand; `within` makes it the current span of a callback. */
export type OpenSpan = Span & {
  /** Now, or when it ended if that is another time. */
  end(at?: Date): void;
  within<T>(callback: () => T): T;
};

/** Runs the callback in a new current span, which ends with it. A rejection marks the span as failed and passes on. */
export async function withSpan<T>(
  name: string,
  options: SpanOptions,
  callback: (span: Span) => Promise<T>,
): Promise<T> {
  const span = openSpan(name, options);
  try {
    return await span.within(() => callback(span));
  } catch (error) {
    span.fail(errorTypeOf(error), error instanceof Error ? error.message : undefined);
    throw error;
  } finally {
    span.end();
  }
}

export function openSpan(name: string, options: SpanOptions = {}): OpenSpan {
  const tracer = activeTracer();
  if (tracer === undefined) return noSpan;
  const parent = parentContext(options.parent);
  const span = tracer.startSpan(
    name,
    {
      kind: SDK_KIND[options.kind ?? 'internal'],
      attributes: present(options.attributes ?? {}),
      links: [...(options.links ?? [])],
      ...(options.startedAt === undefined ? {} : { startTime: options.startedAt }),
    },
    parent,
  );
  return wrap(span, trace.setSpan(parent, span));
}

/** Adds to the span that the caller runs in, for code that knows a figure and not whose span it is. */
export function setOnCurrentSpan(attributes: Attributes): void {
  if (activeTracer() !== undefined) trace.getActiveSpan()?.setAttributes(present(attributes));
}

/** As a point in time of the span that the caller runs in. */
export function noteOnCurrentSpan(name: string, attributes: Attributes): void {
  if (activeTracer() !== undefined) trace.getActiveSpan()?.addEvent(name, present(attributes));
}

/** The trace context of the current span; empty when there is none. */
export function currentTraceparent(): string {
  if (activeTracer() === undefined) return '';
  const span = trace.getSpanContext(context.active());
  return span === undefined ? '' : formatTraceparent(span);
}

/** A link to the span that the text names; no link for text that names none, such as the empty one. */
export function linksTo(...traceparents: readonly string[]): readonly Link[] {
  return traceparents.flatMap((traceparent) => {
    const found = spanContextFrom(traceparent);
    return found === undefined ? [] : [{ context: found }];
  });
}

const SDK_KIND: Readonly<Record<SpanKind, SdkSpanKind>> = {
  internal: SdkSpanKind.INTERNAL,
  server: SdkSpanKind.SERVER,
  client: SdkSpanKind.CLIENT,
  producer: SdkSpanKind.PRODUCER,
  consumer: SdkSpanKind.CONSUMER,
};

const noSpan: OpenSpan = {
  traceparent: '',
  set: () => {},
  rename: () => {},
  note: () => {},
  fail: () => {},
  end: () => {},
  within: (callback) => callback(),
};

function wrap(span: SdkSpan, active: Context): OpenSpan {
  return {
    traceparent: formatTraceparent(span.spanContext()),
    set: (attributes) => void span.setAttributes(present(attributes)),
    rename: (name) => void span.updateName(name),
    note: (name, attributes) => void span.addEvent(name, present(attributes ?? {})),
    fail: (errorType, message) => {
      span.setAttribute(attributeNames.errorType, errorType);
      span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
    },
    end: (at) => span.end(at),
    within: (callback) => context.with(active, callback),
  };
}

function parentContext(parent: string | undefined): Context {
  if (parent === undefined) return context.active();
  const remote = spanContextFrom(parent);
  return remote === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote);
}

/** The code or the name of an error, never its words. */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return '_OTHER';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

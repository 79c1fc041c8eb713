/** The tracer of this process; undefined while tracing is off. Set by start.ts alone. */
import type { Tracer } from '@opentelemetry/api';

let tracer: Tracer | undefined;

export const activeTracer = (): Tracer | undefined => tracer;

export function useTracer(next: Tracer | undefined): void {
  tracer = next;
}

/**
 * A trace as text, for terminals and documents: one line a span, when it began, how long it took, whose it is, and its name. A call over
 * gRPC is two spans, one on each side, that say nothing beside what hangs under them; they are left out unless asked for.
 */
import type { ReceivedSpan } from './otlp-messages.ts';

type Options = {
  /** Shows the two sides of each call, too. */
  readonly calls?: boolean;
  /** What else to say of a span. */
  readonly remark?: (span: ReceivedSpan) => readonly string[];
};

const SERVICE_COLUMNS = 14;

export function spanTree(spans: readonly ReceivedSpan[], { calls = false, remark = () => [] }: Options = {}): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const isShown = (span: ReceivedSpan) => calls || !('rpc.method' in span.attributes);
  const shownParent = ({ parentSpanId }: ReceivedSpan): string => {
    const parent = byId.get(parentSpanId);
    return parent === undefined || isShown(parent) ? parentSpanId : shownParent(parent);
  };
  const children = Map.groupBy(spans.filter(isShown), (span) => {
    const parent = shownParent(span);
    return byId.has(parent) ? parent : '';
  });
  const beganMs = Math.min(...spans.map(({ startMs }) => startMs));
  const lines = (parent: string, depth: number): string[] =>
    (children.get(parent) ?? [])
      .toSorted((one, other) => one.startMs - other.startMs)
      .flatMap((span) => [lineOf(span, depth, beganMs, remark(span)), ...lines(span.spanId, depth + 1)]);
  return lines('', 0);
}

function lineOf(span: ReceivedSpan, depth: number, beganMs: number, remarks: readonly string[]): string {
  const began = `${(span.startMs - beganMs).toFixed(0)}`.padStart(6);
  const took = `${(span.endMs - span.startMs).toFixed(0)} ms`.padStart(9);
  const words = [span.failed ? `FAILED ${span.attributes['error.type'] ?? ''}`.trim() : '', ...remarks].filter(Boolean);
  const said = words.length === 0 ? '' : `  (${words.join('; ')})`;
  return `${began}${took}  ${span.service.padEnd(SERVICE_COLUMNS)}${'  '.repeat(depth)}${span.name}${said}`;
}

export type { Attributes, AttributeValue } from './attributes.ts';
export { type Identity, log, logError, logUnexpected, type Severity } from './log.ts';
export { CONTENT_SWITCH, noteMessages, noteToolCall } from './message-content.ts';
export {
  type CounterMetric,
  type GaugeMetric,
  type HistogramMetric,
  type Metric,
  metrics,
  sdkMetricNames,
} from './metric-names.ts';
export { count, type Observation, observe, record, secondsSince } from './metrics.ts';
export { type ModelCall, recordModelCall } from './model-call.ts';
export { attributeNames, eventNames, genAi, spanNames } from './names.ts';
export { prometheusName } from './prometheus-name.ts';
export {
  currentTraceparent,
  errorTypeOf,
  linksTo,
  noteOnCurrentSpan,
  type OpenSpan,
  openSpan,
  type Span,
  type SpanKind,
  type SpanOptions,
  setOnCurrentSpan,
  withSpan,
} from './span.ts';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './start.ts';
export { formatTraceparent, spanContextFrom } from './traceparent.ts';

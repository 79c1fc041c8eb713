export { attributeNames, eventNames, genAi, metricNames, spanNames } from './names.ts';
export {
  type Attributes,
  type AttributeValue,
  currentTraceparent,
  linksTo,
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

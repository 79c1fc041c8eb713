/**
 * Metrics, as the rest of the product sees them: what is counted, what is measured, and what is looked at when somebody asks.
 * Names and attributes come from metric-names.ts. While metrics are off, every function here costs one comparison.
 */
import type { Counter, Histogram, Meter, ObservableGauge } from '@opentelemetry/api';
import { type Attributes, present } from './attributes.ts';
import type { CounterMetric, GaugeMetric, HistogramMetric } from './metric-names.ts';

export type Observation = { readonly value: number; readonly attributes?: Attributes };

/** What the meter of this process made so far, by the name of the metric; undefined while metrics are off. */
type Instruments = {
  readonly meter: Meter;
  readonly counters: Map<string, Counter>;
  readonly histograms: Map<string, Histogram>;
  readonly gauges: Map<string, ObservableGauge>;
};
let instruments: Instruments | undefined;

/** For start.ts: undefined switches off. */
export function useMeter(meter: Meter | undefined): void {
  instruments = meter && { meter, counters: new Map(), histograms: new Map(), gauges: new Map() };
}

export function count(metric: CounterMetric, attributes: Attributes = {}, by = 1): void {
  if (instruments !== undefined) counterOf(instruments, metric).add(by, present(attributes));
}

export function record(metric: HistogramMetric, value: number, attributes: Attributes = {}): void {
  if (instruments !== undefined) histogramOf(instruments, metric).record(value, present(attributes));
}

/** `read` is asked at each collection, for as long as the process lives. */
export function observe(metric: GaugeMetric, read: () => readonly Observation[]): void {
  if (instruments === undefined) return;
  gaugeOf(instruments, metric).addCallback((result) => {
    for (const { value, attributes } of read()) result.observe(value, present(attributes ?? {}));
  });
}

/** Since a reading of `performance.now()`. */
export const secondsSince = (begun: number): number => (performance.now() - begun) / 1000;

const counterOf = ({ meter, counters }: Instruments, { name, unit, description }: CounterMetric): Counter =>
  known(counters, name, () => meter.createCounter(name, { unit, description }));

const histogramOf = ({ meter, histograms }: Instruments, metric: HistogramMetric): Histogram => {
  const { name, unit, description, boundaries } = metric;
  const advice = { explicitBucketBoundaries: [...boundaries] };
  return known(histograms, name, () => meter.createHistogram(name, { unit, description, advice }));
};

const gaugeOf = ({ meter, gauges }: Instruments, { name, unit, description }: GaugeMetric): ObservableGauge =>
  known(gauges, name, () => meter.createObservableGauge(name, { unit, description }));

function known<T>(made: Map<string, T>, name: string, make: () => T): T {
  const found = made.get(name) ?? make();
  made.set(name, found);
  return found;
}

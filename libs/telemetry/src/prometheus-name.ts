/**
 * The name of a metric in Prometheus, by the rules that OpenTelemetry gives for it: a unit is part of the name, and a counter
 * ends in `_total`. The exporter of the SDK knows the second rule but not the first, so the unit is added here.
 */
import type { Metric } from './metric-names.ts';

const UNIT_WORDS: Readonly<Record<string, string>> = { s: 'seconds', ms: 'milliseconds', By: 'bytes' };

type Named = Pick<Metric, 'name' | 'unit'>;

/** The unit as a last part of the name; what is only counted, such as `{run}`, adds none. */
export function withUnit({ name, unit }: Named): string {
  const word = UNIT_WORDS[unit];
  return word === undefined || name.endsWith(word) ? name : `${name}.${word}`;
}

export function prometheusName(metric: Pick<Metric, 'name' | 'unit' | 'kind'>): string {
  const name = withUnit(metric).replaceAll(/[^a-zA-Z0-9]+/g, '_');
  return metric.kind === 'counter' ? `${name}_total` : name;
}

/** What a query asks for that nobody serves: metrics that the crew does not declare, and labels that its metrics do not have. Pure. */
import { type Metric, metrics, prometheusName } from '@pitcrew/telemetry';
import { parser } from '@prometheus-io/lezer-promql';

/** What the chart's PodMonitor adds, and a histogram's buckets. */
const EVERYWHERE = ['namespace', 'app_kubernetes_io_instance', 'app_kubernetes_io_component', 'le'];

/** By kube-state-metrics, and by the exporter of NATS as its chart starts it (-varz -prefix=nats). */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  kube_pod_container_status_waiting_reason: ['pod', 'reason'],
  kube_pod_init_container_status_waiting_reason: ['pod', 'reason'],
  nats_varz_jetstream_stats_storage: ['pod'],
  nats_varz_jetstream_config_max_storage: ['pod'],
};

const served: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.values<Metric>(metrics).flatMap((metric) => {
    const labels = metric.attributes.map((name) => name.replaceAll('.', '_'));
    return namesOf(metric).map((name) => [name, labels] as const);
  }),
  ...Object.entries(FOREIGN),
]);

function namesOf(metric: Metric): readonly string[] {
  const name = prometheusName(metric);
  return metric.kind === 'histogram' ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : [name];
}

/** None when every metric is served, and every label belongs to one of them. */
export function unservedIn(query: string): readonly string[] {
  const named: Record<'Identifier' | 'LabelName', string[]> = { Identifier: [], LabelName: [] };
  parser.parse(query).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'Identifier' || name === 'LabelName') named[name].push(query.slice(from, to));
    },
  });
  const labels = [...EVERYWHERE, ...named.Identifier.flatMap((metric) => served.get(metric) ?? [])];
  return [
    ...named.Identifier.filter((metric) => !served.has(metric)),
    ...named.LabelName.filter((label) => !labels.includes(label)),
  ];
}

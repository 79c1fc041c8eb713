/** The metrics of a service in the hour from a time on: the worst latency and saturation, the mean error rate. */
import { z } from 'zod';
import { rowOf } from '../sql.ts';
import { defineTool } from '../tool.ts';
import { requireService, signalPeriod } from './alerts.ts';
import { REGIONS } from './regions.ts';

const Metrics = z.object({ p95_ms: z.int(), error_rate: z.number(), saturation: z.number() });

export const queryMetrics = defineTool({
  name: 'query_metrics',
  title: 'Query metrics',
  description: 'Read latency, error rate and saturation of a service in the hour from a time on.',
  effect: 'read',
  input: z.strictObject({
    service: z.string().min(1).describe('Name of the service'),
    since: z.string().min(1).describe('ISO time to look from'),
    region: z.enum(REGIONS).optional().describe('Look only in this region'),
  }),
  output: Metrics,
  run: ({ database, input: { service, since, region } }) => {
    const { from, to } = signalPeriod(since);
    requireService(database, service);
    const sql = `SELECT coalesce(max(p95_ms), 0) AS p95_ms, coalesce(round(avg(error_rate), 4), 0.0) AS error_rate,
      coalesce(max(saturation), 0.0) AS saturation FROM metrics WHERE service = ? AND at BETWEEN ? AND ? AND region LIKE ?`;
    return (
      rowOf(database, Metrics, sql, service, from, to, region ?? '%') ?? { p95_ms: 0, error_rate: 0, saturation: 0 }
    );
  },
});

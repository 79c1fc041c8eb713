/** Counts the errors that a service logged in the hour from a time on, and finds the most frequent one. */
import { z } from 'zod';
import { rowsOf } from '../sql.ts';
import { defineTool } from '../tool.ts';
import { requireService, signalPeriod } from './alerts.ts';
import { REGIONS } from './regions.ts';

const Logged = z.object({ message: z.string(), count: z.int() });

export const queryLogs = defineTool({
  name: 'query_logs',
  title: 'Query logs',
  description: 'Count the errors that a service logged in the hour from a time on.',
  effect: 'read',
  input: z.strictObject({
    service: z.string().min(1).describe('Name of the service'),
    since: z.string().min(1).describe('ISO time to look from'),
    region: z.enum(REGIONS).optional().describe('Look only in this region'),
  }),
  output: z.object({ error_count: z.int(), top_error: z.string() }),
  run: ({ database, input: { service, since, region } }) => {
    const { from, to } = signalPeriod(since);
    requireService(database, service);
    const logged = rowsOf(
      database,
      Logged,
      `SELECT message, sum(count) AS count FROM error_logs
       WHERE service = ? AND at BETWEEN ? AND ? AND region LIKE ? GROUP BY message ORDER BY 2 DESC, message`,
      service,
      from,
      to,
      region ?? '%',
    );
    return {
      error_count: logged.reduce((sum, { count }) => sum + count, 0),
      top_error: logged[0]?.message ?? 'none',
    };
  },
});

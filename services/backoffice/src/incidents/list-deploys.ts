/** Lists the deploys of a service around a time, the newest first: a deploy is suspicious for a day. */
import { z } from 'zod';
import { rowOf, rowsOf } from '../sql.ts';
import { defineTool } from '../tool.ts';
import { deployPeriod, requireService } from './alerts.ts';

const Deploy = z.object({ version: z.string(), deployed_at: z.string() });

export const listDeploys = defineTool({
  name: 'list_deploys',
  title: 'List deploys',
  description: 'List the deploys of a service from a day before a time on, and the version that runs.',
  effect: 'read',
  input: z.strictObject({
    service: z.string().min(1).describe('Name of the service'),
    since: z.string().min(1).describe('ISO time that the deploys are listed around'),
  }),
  output: z.object({ latest_version: z.string(), deploys: z.array(Deploy) }),
  run: ({ database, input: { service, since } }) => {
    const { from, to } = deployPeriod(since);
    requireService(database, service);
    const select = 'SELECT version, deployed_at FROM deploys WHERE service = ? AND deployed_at';
    const latest = rowOf(database, Deploy, `${select} <= ? ORDER BY deployed_at DESC LIMIT 1`, service, to);
    const deploys = rowsOf(
      database,
      Deploy,
      `${select} BETWEEN ? AND ? ORDER BY deployed_at DESC LIMIT 20`,
      service,
      from,
      to,
    );
    return { latest_version: latest?.version ?? 'none', deploys };
  },
});

/** The only public door: records requests and decisions in the run log, and shows what is in it. */

import { openBus } from '@pitcrew/bus';
import { gatewayService } from '@pitcrew/contracts';
import { implement, report, required, runService } from '@pitcrew/rpc';
import { gatewayHandlers } from './handlers.ts';

await runService('gateway', async ({ instance, env }) => {
  const bus = await openBus({
    servers: required(env, 'PITCREW_NATS_URL'),
    service: 'gateway',
    instance,
    onProblem: (_what, error) => report('gateway', error),
  });
  const handlers = gatewayHandlers({ ...bus, now: () => new Date(), report: (error) => report('gateway', error) });
  return { services: [implement(gatewayService, handlers)], close: () => bus.close() };
});

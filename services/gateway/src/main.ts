/** The only public door: records requests and decisions in the run log, and shows what is in it. */

import { openBus } from '@pitcrew/bus';
import { gatewayService } from '@pitcrew/contracts';
import { implement, report, required, runService } from '@pitcrew/rpc';
import { gatewayHandlers } from './handlers.ts';
import { resumeOnRaisedLimits } from './resume-waiting.ts';

await runService('gateway', async ({ instance, env }) => {
  const bus = await openBus({
    servers: required(env, 'PITCREW_NATS_URL'),
    service: 'gateway',
    instance,
    onProblem: (_what, error) => report('gateway', error),
  });
  const gateway = { ...bus, now: () => new Date(), report: (error: unknown) => report('gateway', error) };
  const limits = await resumeOnRaisedLimits(bus, gateway);
  return {
    services: [implement(gatewayService, gatewayHandlers(gateway))],
    stopIntake: () => limits.stop(),
    close: () => bus.close(),
  };
});

/** The only public door: records requests and decisions in the run log, and shows what is in it. */
import { setTimeout } from 'node:timers/promises';
import { busSettings, openBus, wholeNumber } from '@pitcrew/bus';
import { gatewayService } from '@pitcrew/contracts';
import { authenticatorOf, implement, report, runService } from '@pitcrew/rpc';
import { gatewayHandlers } from './handlers.ts';
import { lookingAgain } from './look-again.ts';
import { resumeOnRaisedLimits } from './resume-waiting.ts';
import { told } from './told-log.ts';

/** Of wake-ups that wait, unless PITCREW_WAITING_RUNS_MAX says another number: a day of a run every two seconds. */
const WAITING_RUNS_MAX = 50_000;

await runService('gateway', async ({ instance, env }) => {
  const authenticate = authenticatorOf(env);
  const bus = await openBus({
    ...busSettings(env),
    service: 'gateway',
    instance,
    onProblem: (_what, error) => report('gateway', error),
  });
  const gateway = {
    ...bus,
    log: told(lookingAgain(bus.log, setTimeout)),
    waitingRunsMax: wholeNumber(env, 'PITCREW_WAITING_RUNS_MAX') ?? WAITING_RUNS_MAX,
    report: (error: unknown) => report('gateway', error),
  };
  const limits = await resumeOnRaisedLimits(bus, gateway);
  return {
    services: [implement(gatewayService, gatewayHandlers(gateway), { authenticate })],
    isReady: bus.isUp,
    stopIntake: () => limits.stop(),
    close: () => bus.close(),
  };
});

/** Drives runs: claims a run, folds its log, asks the run machine what is next, does it over gRPC, appends the fact. */
import { busSettings } from '@pitcrew/bus';
import { executorService, plannerService, routerService, validatorService } from '@pitcrew/contracts';
import { connect, required, runService } from '@pitcrew/rpc';
import { parseRungs } from '@pitcrew/run';
import { loadPacks } from '@pitcrew/workflow';
import { hybridOf } from './hybrid-of.ts';
import { openPorts } from './open-ports.ts';

await runService('orchestrator', async ({ instance, env }) => {
  const specialists = {
    router: connect(routerService, required(env, 'PITCREW_ROUTER')),
    planner: connect(plannerService, required(env, 'PITCREW_PLANNER')),
    executor: connect(executorService, required(env, 'PITCREW_EXECUTOR')),
    validator: connect(validatorService, required(env, 'PITCREW_VALIDATOR')),
  };
  const hybrid = hybridOf(env);
  const packs = loadPacks(required(env, 'PITCREW_WORKFLOWS_DIR'));
  // How long a run waits for another owner after its own has died.
  const ackWaitMs = env.PITCREW_ACK_WAIT_MS === undefined ? undefined : Number(env.PITCREW_ACK_WAIT_MS);
  const minutes = env.PITCREW_CLARIFICATION_MINUTES;
  const clarificationMs = minutes === undefined ? undefined : Number(minutes) * 60_000;
  // For measurements only: what is left out is not checked.
  const without = parseRungs(env.PITCREW_RUNGS_OFF);
  const { isReady, stopIntake, close } = await openPorts({
    bus: busSettings(env),
    instance,
    packs,
    specialists: { ...specialists, hybrid },
    ackWaitMs,
    clarificationMs,
    without,
  });
  return {
    services: [],
    isReady,
    stopIntake,
    close: async () => {
      await close();
      for (const client of Object.values({ ...specialists, ...hybrid })) client.close();
    },
  };
});

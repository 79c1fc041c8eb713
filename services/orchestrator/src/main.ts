/** Drives runs: claims a run, folds its log, asks the run machine what is next, does it over gRPC, appends the fact. */
import {
  budgetService,
  executorService,
  frontierService,
  plannerService,
  routerService,
  validatorService,
} from '@pitcrew/contracts';
import { connect, required, runService } from '@pitcrew/rpc';
import { parseRungs } from '@pitcrew/run';
import { loadPacks } from '@pitcrew/workflow';
import type { Hybrid } from './escalate.ts';
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
  const servers = required(env, 'PITCREW_NATS_URL');
  // How long a run waits for another owner after its own has died.
  const ackWaitMs = env.PITCREW_ACK_WAIT_MS === undefined ? undefined : Number(env.PITCREW_ACK_WAIT_MS);
  // For measurements only: what is left out is not checked.
  const without = parseRungs(env.PITCREW_RUNGS_OFF);
  const crew = { ...specialists, hybrid };
  const { stopIntake, close } = await openPorts({ servers, instance, packs, specialists: crew, ackWaitMs, without });
  return {
    services: [],
    stopIntake,
    close: async () => {
      await close();
      for (const client of Object.values({ ...specialists, ...hybrid })) client.close();
    },
  };
});

/** PITCREW_HYBRID=on: plans may be asked of a frontier API, within the budget. Off unless said; local runs need neither. */
function hybridOf(env: NodeJS.ProcessEnv): Hybrid | undefined {
  if (env.PITCREW_HYBRID !== 'on') return undefined;
  const [frontier, budget] = [required(env, 'PITCREW_FRONTIER'), required(env, 'PITCREW_BUDGET')];
  return { frontier: connect(frontierService, frontier), budget: connect(budgetService, budget) };
}

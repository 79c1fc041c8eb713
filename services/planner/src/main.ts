/** Chooses the variation of a known workflow and expands it into a plan. */
import { plannerService } from '@pitcrew/contracts';
import { loadManifest, openDecider, secondOf } from '@pitcrew/model';
import { implement, required, runService } from '@pitcrew/rpc';
import { loadThresholds } from '@pitcrew/specialists';
import { checkCatalogue, loadPacks } from '@pitcrew/workflow';
import { createPlanner } from './planner.ts';

await runService('planner', async ({ env }) => {
  const packs = loadPacks(required(env, 'PITCREW_WORKFLOWS_DIR'));
  const models = required(env, 'PITCREW_MODELS_DIR');
  const manifest = await loadManifest(models);
  for (const name of ['planner', secondOf('planner')])
    checkCatalogue(name, packs, manifest.specialists[name]?.trainedOn?.toolSchemas);
  const decider = await openDecider(manifest, 'planner', {});
  const thresholds = loadThresholds(models).planner;
  return {
    services: [implement(plannerService, createPlanner({ decider, packs, thresholds }))],
    close: () => decider.close(),
  };
});

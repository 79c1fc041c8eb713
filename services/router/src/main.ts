/** Says which workflow a request is for, and whether it is clear. */
import { routerService } from '@pitcrew/contracts';
import { loadManifest, openDecider } from '@pitcrew/model';
import { implement, required, runService } from '@pitcrew/rpc';
import { loadThresholds } from '@pitcrew/specialists';
import { checkCatalogue, loadPacks } from '@pitcrew/workflow';
import { createRouter } from './router.ts';

await runService('router', async ({ env }) => {
  const packs = loadPacks(required(env, 'PITCREW_WORKFLOWS_DIR'));
  const models = required(env, 'PITCREW_MODELS_DIR');
  const manifest = await loadManifest(models);
  checkCatalogue('router', packs, manifest.specialists.router?.trainedOn?.toolSchemas);
  const decider = await openDecider(manifest, 'router', {});
  const thresholds = loadThresholds(models).router;
  return {
    services: [implement(routerService, createRouter({ decider, packs, thresholds }))],
    close: () => decider.close(),
  };
});

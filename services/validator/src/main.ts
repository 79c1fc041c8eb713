/** Judges a proposed call, a step's result, and the whole result. */
import { validatorService } from '@pitcrew/contracts';
import { loadManifest, openDecider } from '@pitcrew/model';
import { implement, required, runService } from '@pitcrew/rpc';
import { loadThresholds } from '@pitcrew/specialists';
import { checkCatalogue, loadPacks } from '@pitcrew/workflow';
import { createValidator } from './validator.ts';

await runService('validator', async ({ env }) => {
  const packs = loadPacks(required(env, 'PITCREW_WORKFLOWS_DIR'));
  const models = required(env, 'PITCREW_MODELS_DIR');
  const manifest = await loadManifest(models);
  checkCatalogue('validator', packs, manifest.specialists.validator?.trainedOn?.toolSchemas);
  const decider = await openDecider(manifest, 'validator', {});
  const thresholds = loadThresholds(models).validator;
  return {
    services: [implement(validatorService, createValidator({ decider, packs, thresholds }))],
    close: () => decider.close(),
  };
});

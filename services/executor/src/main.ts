/** Turns a step into a tool call, and a tool call into its outcome. */
import { executorService } from '@pitcrew/contracts';
import { loadManifest, openWriter } from '@pitcrew/model';
import { implement, required, runService } from '@pitcrew/rpc';
import { checkCatalogue, loadPacks } from '@pitcrew/workflow';
import { createCaller } from './call.ts';
import { openDialogueWriter } from './dialogue-writer.ts';
import { createPerformer } from './perform.ts';
import { createProposer } from './propose.ts';
import { openToolServer } from './tool-server.ts';

await runService('executor', async ({ env }) => {
  const packs = loadPacks(required(env, 'PITCREW_WORKFLOWS_DIR'));
  const manifest = await loadManifest(required(env, 'PITCREW_MODELS_DIR'));
  checkCatalogue('executor', packs, manifest.specialists.executor?.trainedOn?.toolSchemas);
  const tools = await openToolServer(required(env, 'PITCREW_TOOLS_URL'), packs);
  const slots = Number(env.PITCREW_SLOTS ?? 2);
  const writer = await openWriter(manifest, 'executor', { slots });
  const dialogue = await openDialogueWriter(manifest, { slots });
  const handlers = {
    ...createProposer({ writer, packs }),
    ...createPerformer({ tools }),
    ...createCaller(dialogue.open),
  };
  return {
    services: [implement(executorService, handlers)],
    close: async () => {
      await writer.close();
      await dialogue.close();
      await tools.close();
    },
  };
});

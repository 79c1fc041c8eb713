/** Turns a step into a tool call, and a tool call into its outcome. With a scratchpad model it also does both planning and calling. */
import { executorService } from '@pitcrew/contracts';
import { loadManifest, openWriter } from '@pitcrew/model';
import { implement, required, runService } from '@pitcrew/rpc';
import { checkCatalogue, loadPacks } from '@pitcrew/workflow';
import { createCaller } from './call.ts';
import { openDialogueWriter } from './dialogue-writer.ts';
import { createPerformer } from './perform.ts';
import { createProposer } from './propose.ts';
import { createThinker } from './think.ts';
import { openToolServer } from './tool-server.ts';
import { toolsAccessOf } from './tools-access.ts';

await runService('executor', async ({ env }) => {
  const packs = loadPacks(required(env, 'PITCREW_WORKFLOWS_DIR'));
  const manifest = await loadManifest(required(env, 'PITCREW_MODELS_DIR'));
  checkCatalogue('executor', packs, manifest.specialists.executor?.trainedOn?.toolSchemas);
  const toolsUrl = required(env, 'PITCREW_TOOLS_URL');
  const tools = await openToolServer(toolsUrl, packs, toolsAccessOf(toolsUrl, env));
  const slots = Number(env.PITCREW_SLOTS ?? 2);
  const contextTokens = Number(env.PITCREW_CONTEXT_TOKENS ?? 2048);
  const writer = await openWriter(manifest, 'executor', { slots, contextTokens });
  const scratchpad = manifest.specialists.scratchpad;
  checkCatalogue('scratchpad model', packs, scratchpad?.trainedOn?.toolSchemas);
  const thinker = scratchpad && (await openWriter(manifest, 'scratchpad', { slots, contextTokens }));
  const dialogue = await openDialogueWriter(manifest, { slots });
  return {
    services: [
      implement(executorService, {
        ...createProposer({ writer, packs }),
        ...createThinker({ writer: thinker, packs }),
        ...createPerformer({ tools }),
        ...createCaller(dialogue.open),
      }),
    ],
    close: async () => {
      await writer.close();
      await thinker?.close();
      await dialogue.close();
      await tools.close();
    },
  };
});

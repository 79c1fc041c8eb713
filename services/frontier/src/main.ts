/** The only part with egress and keys: plans, or rescues one step, through a frontier API. It never runs a tool. */
import { frontierService } from '@pitcrew/contracts';
import { implement, required, runService } from '@pitcrew/rpc';
import { loadPacks } from '@pitcrew/workflow';
import { openAudit } from './audit.ts';
import { readConfig } from './config.ts';
import { createFrontier } from './frontier.ts';
import { createProvider } from './provider/provider.ts';

await runService('frontier', async ({ env }) => {
  const packs = loadPacks(required(env, 'PITCREW_WORKFLOWS_DIR'));
  const read = readConfig(env);
  const provider = read.kind === 'missing' ? read : createProvider(read.config, openAudit(read.config.auditDirectory));
  return { services: [implement(frontierService, createFrontier({ packs, provider }))] };
});

/**
 * Router, planner, executor and validator without models, for a crowd of runs: every request is an order, a dear one if it says so and
 * then a person is asked, an unclear one if it speaks of the usual thing; every verdict passes, a tool takes a while. What takes effect is a file in the folder PITCREW_SCRIPTED_EFFECTS,
 * named after its key and made before the call is answered: once a key, as at a tool server.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  digestOfText,
  executorService,
  type JsonObject,
  nothingUsed,
  plannerService,
  routerService,
  validatorService,
} from '@pitcrew/contracts';
import { implement, RpcError, required, runService } from '@pitcrew/rpc';
import { orderPlan } from '@pitcrew/run/scripted';

const EFFECT = 'confirm_order';
const usage = nothingUsed('scripted');
const judged = { verdict: { passed: true, confidence: 0.99, findings: [] }, usage };
const packDigest = digestOfText('scripted');

const RESULTS: Readonly<Record<string, JsonObject>> = {
  validate_order: { valid: true, customer: 'acme-corp', items: [{ sku: 'A-1', quantity: 2 }], zone: 'east' },
  check_inventory: { available: true },
  calculate_shipping: { cost: 42.5, method: 'ground' },
  [EFFECT]: { confirmed: true, confirmation_id: 'CNF-1' },
};
const ARGUMENTS: Readonly<Record<string, JsonObject>> = {
  [EFFECT]: { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 },
};

await runService('scripted', async ({ env }) => {
  const folder = required(env, 'PITCREW_SCRIPTED_EFFECTS');
  const toolMs = Number(env.PITCREW_SCRIPTED_TOOL_MS ?? 0);
  mkdirSync(folder, { recursive: true });
  const route = { workflow: 'order-processing', workflowConfidence: 0.99, clarityConfidence: 0.99 };
  const clarityOf = (request: string) => (request.includes('the usual thing') ? 'ambiguous' : 'clear');
  return {
    services: [
      implement(routerService, {
        route: async ({ request }) =>
          ({ route: { ...route, clarity: clarityOf(request) }, question: '', usage }) as never,
      }),
      implement(plannerService, {
        plan: async () => ({
          planning: { kind: 'planned', plan: orderPlan, packDigest, confidence: 0.99, usage },
        }),
        replan: async () => unscripted('Replan'),
      }),
      implement(executorService, {
        propose: async ({ tool, request }) => {
          const args = ARGUMENTS[tool] ?? { order_id: 4521 };
          const dear = tool === EFFECT && request.includes('dear') ? { shipping_cost: 612.5 } : {};
          return { proposal: { kind: 'proposed', arguments: { ...args, ...dear }, sources: [], usage } };
        },
        perform: async ({ tool, idempotencyKey }) => {
          await pause(toolMs * Math.random());
          if (tool === EFFECT) takeEffectOnce(folder, idempotencyKey);
          return { outcome: { kind: 'succeeded', result: RESULTS[tool] ?? {} }, latencyMs: 1 };
        },
        think: async () => unscripted('Think'),
        call: async () => unscripted('Call'),
      }),
      implement(validatorService, {
        judgeCall: async () => judged,
        judgeStep: async () => judged,
        judgeRun: async () => judged,
      }),
    ],
  };
});

/** All replicas share the folder; of two that come with a key at once the file system lets one make its file. */
function takeEffectOnce(folder: string, key: string): void {
  try {
    writeFileSync(join(folder, encodeURIComponent(key)), '', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function unscripted(method: string): never {
  throw new RpcError({ code: 'UNIMPLEMENTED', message: `${method} is not scripted` });
}

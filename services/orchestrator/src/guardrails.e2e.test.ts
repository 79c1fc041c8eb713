/** The bounds that a workflow sets for itself, from its `workflow.yaml` to the ends of real runs and to the caller's view of them (R5). */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant, type World } from '@pitcrew/cli/tenant';
import type { EventBody } from '@pitcrew/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';

const RUN_MS_MAX = 60_000;
const REQUEST = 'Process order #4521 for customer acme-corp';

let crew: Crew;
let workflows: string;
beforeAll(async () => {
  workflows = mkdtempSync(join(tmpdir(), 'pitcrew-workflows-'));
  cpSync(join(import.meta.dirname, '../../../workflows'), workflows, { recursive: true });
  const file = join(workflows, 'order-processing', 'workflow.yaml');
  const limits = 'limits: { max_steps: 3, max_errors: 2, step_timeout_ms: 400 }\n';
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n${limits}`);
  crew = await startCrew({ workflows });
});
afterAll(async () => {
  await crew?.stop();
  rmSync(workflows, { recursive: true, force: true });
});

async function runIn(world: World) {
  using tenant = await openTenant(crew, world);
  const run = await tenant.submit(REQUEST);
  const events = await tenant.finished(run, AbortSignal.timeout(RUN_MS_MAX));
  const { conversation } = await tenant.gateway.getRun({ tenant: tenant.tenant, run }, { deadlineMs: 5000 });
  return { bodies: events.map(({ event }) => event.body), conversation };
}

const performances = (bodies: readonly EventBody[]) => bodies.filter((body) => body.kind === 'call-performed');

it('max_steps: three steps are begun, and the fourth ends the run', async () => {
  const { bodies, conversation } = await runIn({});
  expect(performances(bodies)).toHaveLength(3);
  expect(bodies.at(-1)).toMatchObject({ status: 'partial', stopReason: 'max_steps_exceeded' });
  expect(conversation).toMatchObject({ maxErrors: 2, errorCount: 0 });
});

it('step_timeout_ms: a tool that takes longer is given up, three times under one key', async () => {
  const { bodies } = await runIn({ delayMs: 700 });
  const timeout = { kind: 'failed', errorClass: 'transient', executed: 'unknown', message: 'timeout after 400 ms' };
  expect(performances(bodies).map(({ outcome }) => outcome)).toEqual([timeout, timeout, timeout]);
  expect(bodies.filter(({ kind }) => kind === 'call-proposed')).toHaveLength(1);
  expect(bodies.at(-1)).toMatchObject({ status: 'partial', stopReason: 'transient_error' });
});

it('max_errors: the second error ends the run', async () => {
  const fault = { tool: 'check_inventory', class: 'input', message: 'not in this warehouse', times: 5 };
  const { bodies, conversation } = await runIn({ faults: [fault] });
  // The other warehouse was all that was left to try.
  expect(bodies.filter((body) => body.kind === 'call-proposed' && body.tool === 'check_inventory')).toHaveLength(2);
  expect(conversation).toMatchObject({ errorCount: 2, maxErrors: 2 });
  expect(bodies.at(-1)).toMatchObject({ status: 'partial', stopReason: 'max_errors_exceeded' });
});

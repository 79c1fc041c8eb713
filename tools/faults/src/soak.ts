/**
 * A crowd of runs on a whole cluster whose parts are killed at random: `npm run soak`, with SOAK_MINUTES, SOAK_RUNS and FAULTS_SEED. So many
 * clients have a run each under way at any time, and one in ten asks what the frontier has to plan, within a budget that some use up;
 * every few seconds a process dies, or the leader of the bus. Afterwards every run that was acknowledged is read from the log, what took
 * effect from the tools' own list, and the ledger from its start; memory and open files are told by minute.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openBus } from '@pitcrew/bus';
import type { Crew } from '@pitcrew/cli/crew';
import { TenantId } from '@pitcrew/contracts';
import { seeded } from '@pitcrew/service-orchestrator/simulated-random';
import { startPoorCollector } from '@pitcrew/testing';
import { ACK_WAIT_MS, type Scene, startScene } from './scene.ts';
import { scriptedCheckout } from './scripted/checkout.ts';
import { type Place, soakFindings } from './soak-findings.ts';
import { ORDER_PLAN, UNCLEAR } from './unclear.ts';
import { patiently, submitted } from './work.ts';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 10);
const RUNS = Number(process.env.SOAK_RUNS ?? 1000);
const SEED = Number(process.env.FAULTS_SEED ?? 1);
const TENANTS = 10;
const ORDER = 'Process order #4521 for customer acme-corp';
/** One client of so many. */
const UNCLEAR_OF = 10;
/** Some sixty plans of the frontier for the first tenant, and as many more for each of the others. */
const limitOf = (number: number): number => 100_000 * (number + 1);
const TOOL_MS = 1_500;
const KILL_EVERY_MS = 8_000;
const POLL_MS = 4_000;
/** With both gateways and a server of the bus down in turn a client may wait long; how long is told. */
const PATIENCE_MS = 180_000;
const REPLICAS = { 'nats-server': 3, orchestrator: 3, gateway: 2, executor: 2 } as const;

type Sample = { readonly atMinute: number; readonly residentMiB: number; readonly openFiles: number };

/** Of each SubmitRun with its repetitions, from the first try to the answer. */
const answeredMs: number[] = [];
const checkout = scriptedCheckout();
const effectsFolder = join(checkout.root, 'effects');
const random = seeded(SEED);
const tenants = Array.from({ length: TENANTS }, (_, n) => TenantId.parse(`soak-${n}`));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = (await soak()) ? 0 : 1;
rmSync(checkout.root, { recursive: true, force: true });

async function soak(): Promise<boolean> {
  await using collector = await startPoorCollector('forgetful');
  await using scene = await startScene({
    ...checkout.crew,
    only: [...checkout.crew.only, 'budget', 'frontier'],
    replicas: REPLICAS,
    provider: () => ORDER_PLAN,
    limits: [
      { limitMicroUsd: TENANTS * limitOf(TENANTS) },
      ...tenants.map((tenant, number) => ({ tenant, limitMicroUsd: limitOf(number) })),
    ],
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      PITCREW_SCRIPTED_EFFECTS: effectsFolder,
      PITCREW_SCRIPTED_TOOL_MS: String(TOOL_MS),
    },
  });
  const endsAt = performance.now() + MINUTES * 60_000;
  const samples: Sample[] = [];
  const begun: Place[] = [];
  await Promise.all([
    kills(scene, endsAt),
    sampling(scene.crew, endsAt, samples),
    ...Array.from({ length: RUNS }, (_, client) => keepOneUnderWay(scene, client, endsAt, begun)),
  ]);
  // Awaited here: the crew would be gone otherwise.
  return await report(scene, begun, samples);
}

async function keepOneUnderWay(scene: Scene, client: number, endsAt: number, begun: Place[]): Promise<void> {
  const tenant = tenants[client % TENANTS] as TenantId;
  const request = random.below(UNCLEAR_OF) === 0 ? UNCLEAR : ORDER;
  await pause((client * 20_000) / RUNS);
  while (performance.now() < endsAt) {
    const askedMs = performance.now();
    const run = await submitted(scene.gateway, tenant, request, PATIENCE_MS);
    answeredMs.push(performance.now() - askedMs);
    begun.push({ tenant, run });
    for (;;) {
      await pause(POLL_MS * (0.5 + Math.random()));
      const { phase } = await patiently(
        () => scene.gateway.getRun({ tenant, run }, { deadlineMs: 10_000 }),
        PATIENCE_MS,
      );
      if (phase === 'finished') break;
    }
  }
}

/** One at a time, so that a majority of the bus stays. */
async function kills(scene: Scene, endsAt: number): Promise<void> {
  const names = Object.keys(scene.crew.addresses);
  while (performance.now() < endsAt - 4 * ACK_WAIT_MS) {
    await pause(KILL_EVERY_MS * (0.5 + random.next()));
    const name = names[random.below(names.length)] as string;
    if (!scene.crew.isRunning(name)) continue;
    await scene.crew.kill(name);
    say(`killed ${name}`);
  }
}

async function sampling(crew: Crew, endsAt: number, samples: Sample[]): Promise<void> {
  const startedAt = performance.now();
  while (performance.now() < endsAt) {
    await pause(30_000);
    samples.push({ atMinute: (performance.now() - startedAt) / 60_000, ...usageOf(crew) });
  }
}

/** Of all processes of the crew together. */
function usageOf(crew: Crew): Omit<Sample, 'atMinute'> {
  let residentMiB = 0;
  let openFiles = 0;
  for (const name of Object.keys(crew.addresses)) {
    try {
      const pid = crew.pid(name);
      residentMiB += Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
      openFiles += readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      // It died a moment ago.
    }
  }
  return { residentMiB: Math.round(residentMiB), openFiles };
}

async function report(scene: Scene, begun: readonly Place[], samples: readonly Sample[]): Promise<boolean> {
  await using bus = await openBus({ servers: scene.crew.natsUrl, service: 'auditor', replicas: 3 });
  const effects = new Set(readdirSync(effectsFolder).map(decodeURIComponent));
  const { findings, once, escalated } = await soakFindings(scene, bus, begun, effects);
  const deaths = scene.deaths();
  for (const { atMinute, residentMiB, openFiles } of samples)
    say(`${atMinute.toFixed(1)} min: ${residentMiB} MiB resident, ${openFiles} open files`);
  const waits = answeredMs.toSorted((one, other) => one - other);
  const waitAt = (share: number) => `${((waits[Math.floor((waits.length - 1) * share)] ?? 0) / 1000).toFixed(1)} s`;
  say(`SubmitRun answered after ${waitAt(0.5)} p50, ${waitAt(0.99)} p99, ${waitAt(1)} at most`);
  for (const finding of findings.slice(0, 20)) say(finding);
  say(
    `${begun.length} runs acknowledged, ${findings.length} findings, ${once} of the runs with one effect, ` +
      `${escalated} with spend reserved for them, ${deaths.length} processes killed, seed ${SEED}`,
  );
  return findings.length === 0;
}

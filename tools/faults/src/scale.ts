/**
 * What a full log costs: `npm run scale`. With a thousand finished runs on the log, and again with a hundred thousand, the time of
 * SubmitRun, GetRun, ListRuns and of a run that goes on after a person's approval. The crew is the real one with scripted specialists.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Bus, openBus } from '@pitcrew/bus';
import { type EventBody, newInstanceId, newRunId, type RunId, TenantId } from '@pitcrew/contracts';
import { type Scene, startScene, UNTRACED } from './scene.ts';
import { scriptedCheckout } from './scripted/checkout.ts';
import { followed, submitted } from './work.ts';

const SIZES = [1_000, Number(process.env.SCALE_RUNS ?? 100_000)] as const;
const SAMPLES = Number(process.env.SCALE_SAMPLES ?? 300);
const RESUMES = 40;
const WARM_UPS = 20;
const TENANTS = 10;
const AT_ONCE = 64;
const DEAR = 'Process the dear order #4521 for customer acme-corp';

type Times = Readonly<
  Record<'SubmitRun' | 'GetRun' | 'ListRuns' | 'ListRuns, a later page' | 'resume', readonly number[]>
>;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** A short one: what counts is how many there are. All of it stands where facts stand, so that it wakes nobody. */
const finishedRun: readonly EventBody[] = [
  { kind: 'run-requested', requestId: 'r', request: DEAR },
  { kind: 'run-claimed', owner: newInstanceId() },
  ...[1, 2, 3].map((n) => ({ kind: 'timer-fired', timer: `t${n}` }) as const),
  {
    ...{ kind: 'run-finished', status: 'succeeded', stopReason: 'completed' },
    ...{ result: {}, account: '', confidence: 1 },
  },
];
const tenantOf = (number: number): TenantId => TenantId.parse(`scale-${number % TENANTS}`);
const at = new Date().toISOString();

const checkout = scriptedCheckout();
const environment = { ...UNTRACED, PITCREW_SCRIPTED_EFFECTS: join(checkout.root, 'effects') };
await using scene = await startScene({ ...checkout.crew, environment });
await using bus = await openBus({ servers: scene.crew.natsUrl, service: 'filler' });
const known: RunId[] = [];
const measured: Times[] = [];
for (const size of SIZES) {
  const startedMs = performance.now();
  await fill(bus, known.length, size, known);
  say(
    `${size} finished runs on the log, ${await bus.log.count()} events (${Math.round(performance.now() - startedMs)} ms)`,
  );
  measured.push(await measure(scene, known));
}
tell(measured);
rmSync(checkout.root, { recursive: true, force: true });

async function fill({ log, summaries }: Bus, from: number, to: number, runs: RunId[]): Promise<void> {
  let next = from;
  const filler = async (): Promise<void> => {
    for (let number = next++; number < to; number = next++) {
      const [tenant, run] = [tenantOf(number), newRunId()];
      let sequence = 0;
      for (const [n, body] of finishedRun.entries()) {
        const event = {
          schemaVersion: 1,
          id: `${run}:${n}`,
          tenant,
          run,
          epoch: n === 0 ? 0 : 1,
          at,
          traceparent: '',
          body,
        } as const;
        const answer = await log.append({ tenant, run, subject: 'fact', event, expectedSequence: sequence });
        if (answer.kind === 'conflict') throw new Error(`run ${run} is not alone`);
        sequence = answer.sequence;
      }
      const outcome = { status: 'succeeded', stopReason: 'completed', account: '', confidence: 1 } as const;
      const summary = { run, request: DEAR, phase: 'finished', submittedAt: at, updatedAt: at, outcome } as const;
      await summaries.put(tenant, summary, sequence);
      runs[number] = run;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, filler));
}

async function measure({ gateway }: Scene, runs: readonly RunId[]): Promise<Times> {
  const soon = { deadlineMs: 10_000 };
  const drawn = () => Math.floor(Math.random() * runs.length);
  const place = (number: number) => ({ tenant: tenantOf(number), run: runs[number] as RunId });
  const firstPage = { pageSize: 50, pageToken: '' };
  const pagesOf = tenantOf(0);
  const { nextPageToken: pageToken } = await gateway.listRuns({ tenant: pagesOf, ...firstPage }, soon);
  return {
    GetRun: await times(SAMPLES, () => gateway.getRun(place(drawn()), soon)),
    ListRuns: await times(SAMPLES, () => gateway.listRuns({ tenant: tenantOf(drawn()), ...firstPage }, soon)),
    // A first page is remembered for some seconds, the others are not.
    'ListRuns, a later page': await times(SAMPLES, () =>
      gateway.listRuns({ tenant: pagesOf, pageSize: 50, pageToken }, soon),
    ),
    SubmitRun: await times(SAMPLES, () =>
      gateway.submitRun({ tenant: TenantId.parse('submits'), requestId: randomUUID(), request: DEAR }, soon),
    ),
    resume: await times(RESUMES, () => approvedToEnd(gateway)),
  };
}

/** From the approval of the run's last call to its end; the way to the approval is in it too, as both sizes have it. */
async function approvedToEnd(gateway: Scene['gateway']): Promise<void> {
  const tenant = TenantId.parse('resumes');
  await followed(gateway, tenant, await submitted(gateway, tenant, DEAR));
}

async function times(count: number, call: () => Promise<unknown>): Promise<readonly number[]> {
  for (let n = 0; n < WARM_UPS; n += 1) await call();
  const took: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const startedMs = performance.now();
    await call();
    took.push(performance.now() - startedMs);
  }
  return took.sort((one, other) => one - other);
}

function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? 0;
}

function tell([small, large]: readonly Times[]): void {
  if (small === undefined || large === undefined) return;
  say(`\n| | ${SIZES[0]} runs, p50 | ${SIZES[1]} runs, p50 | ratio |\n|---|---:|---:|---:|`);
  for (const name of Object.keys(small) as (keyof Times)[]) {
    const [before, after] = [median(small[name]), median(large[name])];
    say(`| ${name} | ${before.toFixed(2)} ms | ${after.toFixed(2)} ms | ${(after / before).toFixed(2)} |`);
  }
}

/**
 * The gateway under a crowd, with the orchestrators stopped: `npm run load`. For a minute ghz submits five hundred runs a second while two
 * hundred clients watch runs and others ask for one now and then. Told: how many were accepted, how the rest was refused, and the times.
 * Played twice: with room for all, and with room for a third, which is what callers meet when their crew cannot keep up.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gatewayService, type RunId, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { ghz, goTool } from '@pitcrew/setup/go-tool';
import { type Scene, startScene, UNTRACED } from './scene.ts';
import { scriptedCheckout } from './scripted/checkout.ts';
import { submitted } from './work.ts';

const SECONDS = Number(process.env.LOAD_SECONDS ?? 60);
const SUBMITS_A_SECOND = 500;
const WATCHERS = 200;
const GETS_A_SECOND = 50;
const TENANT = TenantId.parse('crowd');

const run = promisify(execFile);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

type Report = {
  readonly count: number;
  readonly rps: number;
  readonly statusCodeDistribution: Readonly<Record<string, number>>;
  readonly latencyDistribution: readonly { readonly percentage: number; readonly latency: number }[];
};

const program = await goTool(ghz);
for (const waitingRunsMax of [undefined, (SUBMITS_A_SECOND * SECONDS) / 3]) await play(waitingRunsMax);

async function play(waitingRunsMax: number | undefined): Promise<void> {
  const checkout = scriptedCheckout();
  await using scene = await startScene({
    ...checkout.crew,
    only: ['nats-server', 'gateway'],
    environment: {
      ...UNTRACED,
      // Nobody dies here: a service in service reads no file at each call.
      PITCREW_FAIL_POINT_FILE: '',
      ...(waitingRunsMax !== undefined && { PITCREW_WAITING_RUNS_MAX: String(waitingRunsMax) }),
    },
  });
  const watched: RunId[] = [];
  for (let n = 0; n < WATCHERS; n += 1) watched.push(await submitted(scene.gateway, TENANT, 'Process order #4521'));
  const ended = new AbortController();
  const watching = watched.map((run) => watchUntil(scene, run, ended.signal));
  await pause(2_000);
  const asking = askNowAndThen(scene, watched, ended.signal);
  const report = await submitMany(scene);
  ended.abort();
  const times = await asking;
  await Promise.all(watching);
  say(waitingRunsMax === undefined ? 'With room for all' : `With room for ${waitingRunsMax} that wait`);
  tell(report, times);
  rmSync(checkout.root, { recursive: true, force: true });
}

async function watchUntil({ gateway }: Scene, watchedRun: RunId, ended: AbortSignal): Promise<number> {
  let seen = 0;
  try {
    for await (const _ of gateway.watchRun({ tenant: TENANT, run: watchedRun, resumeAfter: 0 }, { signal: ended }))
      seen += 1;
  } catch (error) {
    if (!ended.aborted) throw error;
  }
  return seen;
}

async function askNowAndThen(
  { crew }: Scene,
  watched: readonly RunId[],
  ended: AbortSignal,
): Promise<readonly number[]> {
  const own = connect(gatewayService, crew.gateway);
  const took: number[] = [];
  while (!ended.aborted) {
    const startedMs = performance.now();
    const asked = watched[took.length % watched.length] as RunId;
    await own.getRun({ tenant: TENANT, run: asked }, { deadlineMs: 5_000 });
    took.push(performance.now() - startedMs);
    await pause(Math.max(0, 1_000 / GETS_A_SECOND - (performance.now() - startedMs)));
  }
  own.close();
  return took.sort((one, other) => one - other);
}

async function submitMany({ crew }: Scene): Promise<Report> {
  const data = {
    tenant: 'crowd',
    request_id: `{{newUUID}}-${randomUUID()}`,
    request: 'Process order #4521 for acme-corp',
  };
  const options = [
    ...['--insecure', '--call', 'pitcrew.gateway.v1.GatewayService/SubmitRun', '--data', JSON.stringify(data)],
    ...['--rps', `${SUBMITS_A_SECOND}`, '--duration', `${SECONDS}s`, '--concurrency', '100', '--connections', '8'],
    // What is under way when the time is over is waited for, and not counted as cut off.
    ...['--duration-stop', 'wait', '--timeout', '5s', '--format', 'json', crew.gateway],
  ];
  const { stdout } = await run(program, options, { maxBuffer: 1 << 30 });
  return JSON.parse(stdout) as Report;
}

function tell({ count, rps, statusCodeDistribution, latencyDistribution }: Report, times: readonly number[]): void {
  const ok = statusCodeDistribution.OK ?? 0;
  const p99 = latencyDistribution.find(({ percentage }) => percentage === 99)?.latency ?? 0;
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(1);
  say(
    `SubmitRun: ${count} at ${rps.toFixed(0)} a second, ${((100 * ok) / count).toFixed(1)} % accepted, p99 ${(p99 / 1e6).toFixed(1)} ms`,
  );
  say(`answers: ${JSON.stringify(statusCodeDistribution)}`);
  say(`GetRun beside it, with ${WATCHERS} watchers: ${times.length} calls, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

/**
 * A whole crew as processes, whose parts a row of the fault table may kill, stop and start: acknowledgements are waited for two
 * seconds, so that a dead owner is noticed soon, and one file arms the fail points of every process. What dies is started again
 * within moments, as a cluster would. Every span goes to a collector here, and what they say of the runs is looked at in the end.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Crew, CrewError, type CrewOptions, startCrew } from '@pitcrew/cli/crew';
import type { Gateway } from '@pitcrew/cli/tenant';
import { gatewayService, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import {
  type ChatServer,
  hybridEnvironment,
  type MonthLimit,
  startChatServer,
  startOtlpReceiver,
} from '@pitcrew/testing';
import { spanFindings } from './traces.ts';

export const ACK_WAIT_MS = 2_000;
const SUPERVISOR_POLL_MS = 20;
const SUPERVISOR_RETRY_MS = 500;

/** For a measurement of times that were taken without tracing. */
export const UNTRACED: NodeJS.ProcessEnv = { OTEL_EXPORTER_OTLP_ENDPOINT: '' };

export type SceneOptions = Omit<CrewOptions, 'environment' | 'onProgress' | 'jaeger'> & {
  readonly environment?: NodeJS.ProcessEnv;
  /** What the frontier's provider answers; without it nothing is escalated. */
  readonly provider?: () => unknown;
  /** What may be spent on it. */
  readonly limits?: readonly MonthLimit[];
};

export type Death = { readonly name: string; readonly atMs: number; readonly backMs: number };

export type Scene = AsyncDisposable & {
  readonly crew: Crew;
  readonly gateway: Gateway;
  readonly provider: ChatServer | undefined;
  /** The next process that passes the point dies there. */
  arm(point: string): void;
  /** Deaths so far, as performance.now() counts, each with the time at which the process was back. */
  readonly deaths: () => readonly Death[];
  /** Whatever is down is left down until this is undone. */
  supervise(on: boolean): void;
};

export async function startScene({
  provider: answer,
  limits = LIMITS,
  environment,
  ...options
}: SceneOptions = {}): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'pitcrew-faults-'));
  const failPointFile = join(directory, 'fail-point');
  const provider = answer === undefined ? undefined : await startChatServer(answer);
  const collector = await startOtlpReceiver();
  const crew = await startCrew({
    ...options,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_METRICS_EXPORTER: 'none',
      PITCREW_FAIL_POINT_FILE: failPointFile,
      PITCREW_ACK_WAIT_MS: String(ACK_WAIT_MS),
      ...(provider && hybridEnvironment({ directory, baseUrl: provider.baseUrl, limits })),
      ...environment,
    },
  });
  const gateway = connect(gatewayService, everyGateway(crew));
  const supervisor = supervised(crew);
  return {
    crew,
    gateway,
    provider,
    arm: (point) => writeFileSync(failPointFile, point),
    deaths: supervisor.deaths,
    supervise: supervisor.set,
    async [Symbol.asyncDispose]() {
      gateway.close();
      await supervisor.stop();
      await crew.stop();
      await provider?.close();
      await collector.close();
      rmSync(directory, { recursive: true, force: true });
      const findings = spanFindings(collector.spans());
      if (findings.length > 0) throw new Error(findings.join('\n'));
    },
  };
}

/** The tenant that may spend. */
export const SPENDER = TenantId.parse('spender');
const LIMITS = [{ limitMicroUsd: 1_000_000_000 }, { tenant: SPENDER, limitMicroUsd: 1_000_000_000 }];

/** A client that knows all replicas of the public door, as one behind a service of a cluster does. */
const everyGateway = ({ addresses }: Crew): string =>
  `ipv4:${Object.entries(addresses)
    .flatMap(([name, address]) => (/^gateway(-\d+)?$/.test(name) ? [address] : []))
    .join(',')}`;

/** False: it ended again before it was ready, as one does whose model file is damaged. */
async function started(crew: Crew, name: string): Promise<boolean> {
  try {
    await crew.restart(name);
    return true;
  } catch (error) {
    if (error instanceof CrewError) return false;
    throw error;
  }
}

function supervised(crew: Crew) {
  const deaths: Death[] = [];
  const restarting = new Set<string>();
  const ended = new AbortController();
  let on = true;
  const restart = async (name: string): Promise<void> => {
    const atMs = performance.now();
    restarting.add(name);
    while (!(await started(crew, name))) await pause(SUPERVISOR_RETRY_MS);
    restarting.delete(name);
    deaths.push({ name, atMs, backMs: performance.now() });
  };
  const looking = (async () => {
    const pending = new Set<Promise<void>>();
    while (!ended.signal.aborted) {
      for (const name of on ? Object.keys(crew.addresses) : [])
        if (!restarting.has(name) && !crew.isRunning(name)) {
          const one = restart(name).finally(() => pending.delete(one));
          pending.add(one);
        }
      await pause(SUPERVISOR_POLL_MS);
    }
    await Promise.all(pending);
  })();
  return {
    deaths: () => deaths,
    set: (value: boolean) => {
      on = value;
    },
    stop: () => {
      ended.abort();
      return looking;
    },
  };
}

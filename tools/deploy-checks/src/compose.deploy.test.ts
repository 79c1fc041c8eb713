/** The compose files as Docker Compose reads them, alone and one on top of the other, and what they say of each service. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseStages } from './dockerfile.ts';
import { deploy } from './places.ts';
import { type Finished, output, run } from './run.ts';
import { composeProgram } from './wheel-programs.ts';

type Service = {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly read_only?: boolean;
  readonly volumes?: readonly { readonly source: string; readonly target: string }[];
  readonly ports?: readonly { readonly host_ip?: string }[];
};

const crew = 'compose.yaml';
const signals = 'compose.observability.yaml';
const args = (files: readonly string[]) => files.flatMap((file) => ['--file', join(deploy, file)]);

async function servicesOf(
  files: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Readonly<Record<string, Service>>> {
  const text = await output(composeProgram, [...args(files), 'config', '--format', 'json'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  return (JSON.parse(text) as { services: Readonly<Record<string, Service>> }).services;
}

let alone: Readonly<Record<string, Service>>;
let both: Readonly<Record<string, Service>>;

beforeAll(async () => {
  alone = await servicesOf([crew]);
  both = await servicesOf([crew, signals]);
});

it('builds every image of a service from a stage that there is', () => {
  const stages = parseStages(readFileSync(join(deploy, 'Dockerfile'), 'utf8')).map(({ name }) => name);
  const built = Object.entries(alone).flatMap(([name, { build }]) =>
    build === undefined ? [] : [[name, build.target]],
  );
  expect(built.length).toBe(9);
  for (const [name, target] of built) expect([name, stages]).toEqual([target, expect.arrayContaining([target])]);
});

it('opens doors on this machine alone', () => {
  const doors = Object.values(both).flatMap(({ ports = [] }) => ports.map(({ host_ip }) => host_ip));
  expect(doors).toEqual(Array(4).fill('127.0.0.1'));
});

it('lets only the frontier, and what has a door, out', () => {
  const outside = Object.entries(both).filter(([, { networks }]) => 'outside' in networks);
  expect(outside.map(([name]) => name).sort()).toEqual(['frontier', 'gateway', 'grafana', 'jaeger', 'prometheus']);
});

it('adds signals to every service, and takes nothing away', () => {
  for (const [name, { environment, build }] of Object.entries(alone)) {
    if (build === undefined) continue;
    expect(both[name]?.environment).toEqual({
      ...environment,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://jaeger:4318',
      OTEL_METRICS_EXPORTER: 'none',
      PITCREW_METRICS_ADDRESS: '0.0.0.0:9464',
    });
  }
});

describe('the frontier', () => {
  const frontier = {
    PITCREW_FRONTIER_PROVIDER: 'openai-compatible',
    PITCREW_FRONTIER_MODEL: 'big',
    PITCREW_FRONTIER_BASE_URL: 'https://api.example',
    PITCREW_FRONTIER_TOKENISER: 'o200k_base',
    PITCREW_FRONTIER_COUNT: 'on',
  };
  const files = { PITCREW_FRONTIER_KEY_FILE: '/keep/key', PITCREW_BUDGET_FILE: '/keep/budget.json' };
  /** What is mounted where a variable of a service says that its file is. */
  const fileOf = ({ environment = {}, volumes = [] }: Service, name: string) =>
    volumes.find(({ target }) => target === environment[name])?.source;

  it('is asked where a provider is named, with its key and its budget', async () => {
    const { orchestrator, frontier: asked, budget } = await servicesOf([crew], { ...frontier, ...files });
    expect(orchestrator?.environment?.PITCREW_HYBRID).toBe('on');
    expect(asked?.environment).toMatchObject(frontier);
    expect(fileOf(asked as Service, 'PITCREW_FRONTIER_KEY_FILE')).toBe('/keep/key');
    expect(fileOf(budget as Service, 'PITCREW_BUDGET_FILE')).toBe('/keep/budget.json');
  });

  it('is not asked where none is', () => {
    expect(alone.orchestrator?.environment?.PITCREW_HYBRID).toBe('');
    expect(alone.frontier?.environment?.PITCREW_FRONTIER_KEY_FILE).toBe('');
    expect(alone.budget?.environment?.PITCREW_BUDGET_FILE).toBe('');
  });
});

it('scrapes every service', () => {
  type Scrape = { readonly scrape_configs: readonly { readonly static_configs: readonly { targets: string[] }[] }[] };
  const file = parse(readFileSync(join(deploy, 'observability/prometheus.yaml'), 'utf8')) as Scrape;
  const targets = file.scrape_configs.flatMap(({ static_configs }) => static_configs.flatMap((each) => each.targets));
  const services = Object.entries(alone).filter(([, { build }]) => build !== undefined);
  expect(targets.sort()).toEqual(services.map(([name]) => `${name}:9464`).sort());
});

describe('Docker Compose finds', () => {
  it.each([
    ['an unknown field', { gateway: { image: 'a', prots: [] } }, 'prots'],
    ['a network that there is not', { gateway: { image: 'a', networks: ['nowhere'] } }, 'nowhere'],
    ['a service that waits for nobody', { gateway: { image: 'a', depends_on: ['nats'] } }, 'nats'],
  ])('%s', async (_what, services, word) => {
    const planted: Finished = await run(composeProgram, ['--file', '-', 'config', '--quiet'], {
      input: stringify({ name: 'planted', services }),
    });
    expect(planted.code).not.toBe(0);
    expect(planted.stderr).toContain(word);
  });
});

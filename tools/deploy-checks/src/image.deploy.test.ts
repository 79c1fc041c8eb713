/** The Dockerfile: hadolint's rules, what its stages promise, and the files of two images made by its own commands, measured and started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseStages, type Stage } from './dockerfile.ts';
import { context, makeImage, sizeMb } from './image.ts';
import { deploy, root } from './places.ts';
import { run } from './run.ts';
import { hadolintProgram } from './wheel-programs.ts';

const text = readFileSync(join(deploy, 'Dockerfile'), 'utf8');
const stages = parseStages(text);
const stageOf = (name: string): Stage => {
  const found = stages.find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
  return found;
};
const lint = (dockerfile: string) => run(hadolintProgram, ['--no-fail', '-'], { input: dockerfile });

describe('hadolint', () => {
  it('has nothing against the Dockerfile', async () => {
    expect((await lint(text)).stdout).toBe('');
  });

  it.each([
    ['a base without a version', 'FROM debian\nUSER 1\n', 'DL3006'],
    ['a folder that does not last', 'FROM a:1\nRUN cd /tmp\nUSER 1\n', 'DL3003'],
    ['root as the last user', 'FROM a:1\nUSER root\n', 'DL3002'],
  ])('finds %s', async (_what, dockerfile, rule) => {
    expect((await lint(dockerfile)).stdout).toContain(rule);
  });
});

describe('what a build is sent', () => {
  it('is small, and holds nothing but what images are made of', () => {
    const folders = new Set(context().map((path) => path.split('/', 1)[0]));
    const wanted = ['.npmrc', 'LICENSE', 'NOTICE', 'deploy', 'libs', 'models', 'package-lock.json', 'package.json'];
    expect([...folders].sort()).toEqual([...wanted, 'protos', 'services', 'tools', 'workflows']);
  });

  it.each(['libs/bus/src/link.test.ts', 'workflows/order-processing/requests', 'deploy/helm', 'docs'])(
    'leaves out %s',
    (path) => {
      expect(context().filter((file) => file.startsWith(path))).toEqual([]);
    },
  );
});

describe('the stages', () => {
  const services = [
    'gateway',
    'orchestrator',
    'router',
    'planner',
    'executor',
    'validator',
    'budget',
    'frontier',
    'backoffice',
  ];

  it.each([...services, 'cli', 'models-delivery'])('%s runs as a user by number who is not root', (name) => {
    const users: string[] = [];
    for (let stage: Stage | undefined = stageOf(name); stage !== undefined; stage = baseOf(stage))
      if (stage.user !== undefined) users.push(stage.user);
    expect(users[0]).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('keep models out of every image of a service', () => {
    expect(text.match(/^COPY .*models.*$/gm)).toEqual([
      'COPY models /models',
      'COPY .cache/models /.cache/models',
      'COPY --from=models / /source',
      'COPY deploy/image/deliver-models.mjs /deliver-models.mjs',
    ]);
  });
});

/** A stage after those that it is made from. */
function lineOf(name: string): readonly Stage[] {
  const line: Stage[] = [];
  for (let stage: Stage | undefined = stageOf(name); stage !== undefined; stage = baseOf(stage)) line.unshift(stage);
  return line;
}

/** The stage that another is made from, with the default of a variant. */
function baseOf({ from }: Stage): Stage | undefined {
  return stages.find(({ name }) => name === from.replace(/\$\{?VARIANT\}?/, 'cpu'));
}

type Image = {
  readonly name: string;
  readonly entry: string;
  readonly megabytesMax: number;
  /** What it says first, started with the models of this checkout and without a NATS. */
  readonly says: RegExp;
  readonly lacks: readonly string[];
};
const images: readonly Image[] = [
  {
    name: 'router',
    entry: 'services/router/src/main.ts',
    megabytesMax: 200,
    says: /"listening":"127\.0\.0\.1:\d+","service":"router"/,
    lacks: [
      'services/frontier',
      'tools/cli',
      'tools/training',
      'libs/testing',
      'node_modules/vitest',
      'node_modules/@nats-io',
    ],
  },
  {
    name: 'gateway',
    entry: 'services/gateway/src/main.ts',
    megabytesMax: 100,
    says: /PITCREW_NATS_URL is not set/,
    lacks: ['services/frontier', 'tools/cli', 'libs/testing', 'node_modules/vitest', 'node_modules/node-llama-cpp'],
  },
  {
    name: 'cli',
    entry: 'tools/cli/src/main.ts',
    megabytesMax: 200,
    says: /Usage: pitcrew/,
    lacks: ['node_modules/vitest'],
  },
];

describe.each(images)('the files of $name', ({ name, entry, megabytesMax, says, lacks }) => {
  let image: string;
  beforeAll(async () => {
    image = await makeImage(lineOf(`${name}-files`));
  });
  afterAll(() => rmSync(dirname(image), { recursive: true, force: true }));

  it(`hold under ${megabytesMax} MB of packages`, () => {
    const size = sizeMb(join(image, 'node_modules'));
    console.log(`${name}: ${size.toFixed(0)} MB of packages`);
    expect(size).toBeLessThan(megabytesMax);
  });

  it('hold nothing that they do not need', () => {
    const nowhere = [...lacks, 'models', 'libs/rpc/src/call.test.ts', 'workflows/order-processing/requests'];
    expect(nowhere.filter((path) => existsSync(join(image, path)))).toEqual([]);
  });

  it('say what is in them', () => {
    type Sbom = { readonly components: readonly { readonly name: string }[] };
    const { components } = JSON.parse(readFileSync(join(image, 'sbom.cdx.json'), 'utf8')) as Sbom;
    const names = components.map((component) => component.name);
    expect(names).toEqual(expect.arrayContaining(['@grpc/grpc-js', 'zod']));
    expect(names).not.toContain('vitest');
  });

  it('start', async () => {
    expect(await firstWords(entry, image)).toMatch(says);
  });
});

/** What the program of an image says first, started as the image starts it. */
function firstWords(entry: string, image: string): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    PITCREW_WORKFLOWS_DIR: join(image, 'workflows'),
    PITCREW_MODELS_DIR: join(root, 'models'),
  };
  const child: ChildProcess = spawn(process.execPath, [entry], { cwd: image, env });
  return new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) stream?.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('error', reject);
  }).finally(() => child.kill('SIGKILL'));
}

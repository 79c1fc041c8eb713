import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBus } from '@pitcrew/bus';
import { findNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrewError, type CrewProgress, MEMBERS, startCrew } from './crew.ts';

/** A checkout of stand-ins: each service says where it listens and what it was told, and ends on SIGTERM. */
const STAND_IN = `
import { createServer } from 'node:http';
if (process.env.BROKEN === '1') { console.error('no model'); process.exit(1); }
const [host, port] = process.env.PITCREW_LISTEN.split(':');
const server = createServer().listen(Number(port), host, () => {
  const told = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('PITCREW_')));
  console.error(JSON.stringify(told));
  console.log(JSON.stringify({ listening: host + ':' + server.address().port }));
});
process.on('SIGTERM', () => { process.exit(0); });
`;

let root = '';
let environment: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  environment = { PITCREW_NATS_SERVER: await findNatsServer() };
  root = mkdtempSync(join(tmpdir(), 'pitcrew-root-'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  for (const member of MEMBERS.filter((name) => name !== 'nats-server')) {
    mkdirSync(join(root, 'services', member, 'src'), { recursive: true });
    writeFileSync(join(root, 'services', member, 'src', 'main.ts'), STAND_IN);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the crew', () => {
  it('starts everybody with the addresses of those they need, and leaves nothing behind', async () => {
    const progress: CrewProgress[] = [];
    const crew = await startCrew({
      root,
      environment,
      replicas: { router: 2, orchestrator: 2 },
      onProgress: (one) => progress.push(one),
    });
    expect(Object.keys(crew.addresses).sort()).toEqual([...MEMBERS, 'orchestrator-2', 'router-2'].sort());
    expect(progress.filter(({ kind }) => kind === 'ready')).toHaveLength(MEMBERS.length + 2);
    expect(crew.natsUrl).toMatch(/^nats:\/\/127\.0\.0\.1:\d+$/);
    expect(told(crew.log('orchestrator-2'))).toMatchObject({
      PITCREW_NATS_URL: crew.natsUrl,
      PITCREW_ROUTER: `ipv4:${crew.addresses.router},${crew.addresses['router-2']}`,
      PITCREW_PLANNER: crew.addresses.planner,
    });
    expect(told(crew.log('executor')).PITCREW_TOOLS_URL).toBe(crew.toolsUrl);
    const pids = Object.keys(crew.addresses).map(crew.pid);
    await crew.stop();
    expect(pids.filter(exists)).toEqual([]);
    expect(existsSync(crew.directory)).toBe(false);
  }, 60_000);

  it('runs on other packs, models and tools, and then without the example back office', async () => {
    const theirs = { workflows: '/own/workflows', models: '/own/models', toolsUrl: 'http://127.0.0.1:8123/mcp' };
    await using crew = await startCrew({ root, environment, ...theirs });
    expect(Object.keys(crew.addresses)).not.toContain('backoffice');
    expect(crew.toolsUrl).toBe(theirs.toolsUrl);
    expect(told(crew.log('executor'))).toMatchObject({
      PITCREW_WORKFLOWS_DIR: theirs.workflows,
      PITCREW_MODELS_DIR: theirs.models,
      PITCREW_TOOLS_URL: theirs.toolsUrl,
    });
  }, 60_000);

  it('starts those alone that a measurement needs', async () => {
    await using crew = await startCrew({ root, environment, only: ['backoffice', 'executor'] });
    expect(Object.keys(crew.addresses).sort()).toEqual(['backoffice', 'executor']);
    expect(() => crew.gateway).toThrow('there is no gateway');
  }, 60_000);

  it('kills one and starts it again on its address', async () => {
    await using crew = await startCrew({ root, environment });
    const before = crew.addresses.planner;
    await crew.kill('planner');
    expect(crew.isRunning('planner')).toBe(false);
    await crew.restart('planner');
    expect(crew.isRunning('planner')).toBe(true);
    expect(told(crew.log('planner')).PITCREW_LISTEN).toBe(before);
    await crew.kill('nats-server');
    await crew.restart('nats-server');
    expect(crew.log('nats-server').match(/Server is ready/g)).toHaveLength(2);
    await expect(crew.kill('nobody')).rejects.toThrow(CrewError);
  }, 60_000);

  it('starts a bus of three servers that know each other, and tells everybody of all', async () => {
    await using crew = await startCrew({ root, environment, replicas: { 'nats-server': 3 } });
    expect(crew.natsUrl.split(',')).toHaveLength(3);
    expect(told(crew.log('gateway'))).toMatchObject({ PITCREW_NATS_URL: crew.natsUrl, PITCREW_NATS_REPLICAS: '3' });
    const bus = await openBus({ servers: crew.natsUrl, replicas: 3 });
    await crew.kill('nats-server-2');
    await crew.restart('nats-server-2');
    await expect.poll(() => bus.isUp(), { timeout: 10_000 }).toBe(true);
    await bus.close();
  }, 60_000);

  it('refuses two servers of the bus, of which neither could go on alone', async () => {
    const two = { root, environment, replicas: { 'nats-server': 2 } };
    await expect(startCrew(two)).rejects.toThrow('2 nats-servers: a bus has 1, 3, 5');
  });

  it('shows the log of the one that failed, and stops the others', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'pitcrew-kept-'));
    const starting = startCrew({ root, environment, directory, environmentByMember: { executor: { BROKEN: '1' } } });
    await expect(starting).rejects.toThrow(/executor ended with code 1[\s\S]*no model/);
    expect(existsSync(join(directory, 'logs', 'router.log'))).toBe(true);
    expect(existsSync(join(directory, 'logs', 'gateway.log'))).toBe(false);
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  it.each([0, 9, 1.5])('refuses %s replicas', async (replicas) => {
    await expect(startCrew({ root, environment, replicas: { router: replicas } })).rejects.toThrow(/choose 1 to 8/);
  });
});

/** What the stand-in was told at its last start. */
function told(log: string): Record<string, string> {
  const lines = log.split('\n').filter((line) => line.startsWith('{"PITCREW') || line.includes('"PITCREW_LISTEN"'));
  return JSON.parse(lines.at(-1) ?? '{}');
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

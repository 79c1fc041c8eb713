import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildOptions, CrewError, startChild } from './child.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-child-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const program = (name: string, source: string, change: Partial<ChildOptions> = {}): ChildOptions => ({
  name,
  command: process.execPath,
  arguments: ['-e', source],
  environment: process.env,
  directory,
  logFile: join(directory, `${name}.log`),
  readAddress: (log) => /ready at (\S+)/.exec(log)?.[1],
  readyTimeoutMs: 10_000,
  ...change,
});

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a process of the crew', () => {
  it('is ready when it says where it listens, and is gone after stop', async () => {
    const child = await startChild(program('polite', "console.log('ready at here'); setInterval(() => {}, 1000)"));
    expect(child.address).toBe('here');
    expect(child.isRunning()).toBe(true);
    await child.stop();
    expect(child.isRunning()).toBe(false);
    expect(exists(child.pid)).toBe(false);
  });

  it('ends in its own way on SIGTERM', async () => {
    const source =
      "process.on('SIGTERM', () => { console.log('drained'); process.exit(0) }); console.log('ready at x'); setInterval(() => {}, 1000)";
    const child = await startChild(program('drains', source));
    await child.stop();
    expect(readFileSync(join(directory, 'drains.log'), 'utf8')).toContain('drained');
  });

  it('is stopped even while it is suspended', async () => {
    const child = await startChild(program('asleep', "console.log('ready at x'); setInterval(() => {}, 1000)"));
    await child.signal('SIGSTOP');
    await child.stop();
    expect(exists(child.pid)).toBe(false);
  });

  it('keeps the log of an earlier start, and does not take its ready line for its own', async () => {
    const first = await startChild(program('again', "console.log('ready at one'); setInterval(() => {}, 1000)"));
    await first.stop();
    const second = await startChild(
      program('again', "setTimeout(() => console.log('ready at two'), 100); setInterval(() => {}, 1000)"),
    );
    expect(second.address).toBe('two');
    await second.stop();
    expect(readFileSync(join(directory, 'again.log'), 'utf8')).toMatch(/one[\s\S]*two/);
  });

  it.each([
    [
      'ends before it is ready',
      "console.error('no model at /models'); process.exit(3)",
      {},
      /ended with code 3[\s\S]*no model at \/models/,
    ],
    [
      'is never ready',
      "console.error('loading'); setInterval(() => {}, 1000)",
      { readyTimeoutMs: 300 },
      /not ready within 0\.3 s[\s\S]*loading/,
    ],
    ['does not exist', '', { command: '/no/such/program' }, /could not be started/],
  ])('says so with the end of its log when it %s', async (_, source, change, message) => {
    const starting = startChild(program('failing', source, change));
    await expect(starting).rejects.toThrow(CrewError);
    await expect(starting).rejects.toThrow(message);
  });
});

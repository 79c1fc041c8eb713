import { access } from 'node:fs/promises';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findNatsServer, startNatsServer } from './nats-server.ts';

describe('finding the nats-server binary', () => {
  it('takes the one that is named', async () => {
    expect(await findNatsServer({ PITCREW_NATS_SERVER: process.execPath, PATH: '' })).toBe(process.execPath);
  });

  it('refuses a named one that is not there', async () => {
    await expect(findNatsServer({ PITCREW_NATS_SERVER: '/no/such/file' })).rejects.toThrow(/not an executable file/);
  });

  it('finds the fetched one without any hint', async () => {
    await expect(access(await findNatsServer({}))).resolves.toBeUndefined();
  });
});

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('data', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });

describe('a server for tests', () => {
  it('answers, can be killed and restarted at the same place, and is gone at the end', async () => {
    const server = await startNatsServer();
    expect(await answers(server.url)).toBe(true);
    await server.kill();
    expect(await answers(server.url)).toBe(false);
    await server.restart();
    expect(await answers(server.url)).toBe(true);
    await server[Symbol.asyncDispose]();
    expect(await answers(server.url)).toBe(false);
  });

  it('has a place of its own', async () => {
    await using one = await startNatsServer();
    await using two = await startNatsServer();
    expect(one.url).not.toBe(two.url);
  });
});

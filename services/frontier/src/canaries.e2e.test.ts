/**
 * Sixty secrets, seeded in requests, in results and in the errors of tools, through a real process of the service: none of
 * them reaches the provider, the audit, the log or a span. And the same process without a key, and how it ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frontierService, newRunId, stepId, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { type ChatServer, type OtlpReceiver, startChatServer, startOtlpReceiver } from '@pitcrew/testing';
import { expandPlan } from '@pitcrew/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARIES, sentenceWith } from './canaries.fixture.ts';
import { vocabularyOf } from './redaction/vocabulary.ts';
import { KEY, packs } from './setting.fixture.ts';

const root = join(import.meta.dirname, '../../..');
const caller = { tenant: TenantId.parse('acme'), run: newRunId() };
const running: ChildProcess[] = [];

/** Starts the service; its output is collected as it comes. */
async function startService(environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env.PATH, PITCREW_WORKFLOWS_DIR: join(root, 'workflows'), ...environment },
  });
  running.push(child);
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const listening = /"listening":"([^"]+)"/.exec(output)?.[1];
      if (listening !== undefined) resolve(listening);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { child, client: connect(frontierService, address), output: () => output };
}

const stop = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });

let directory = '';
let server: ChatServer;
let collector: OtlpReceiver;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-canaries-'));
  server = await startChatServer(() => ({
    workflow: 'none',
    reason: 'nothing for <NAME_1>',
    steps: [],
    able: false,
    arguments: [],
  }));
  collector = await startOtlpReceiver();
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await server.close();
  await collector.close();
  rmSync(directory, { recursive: true, force: true });
});

const history = (secret: string) => [
  { step: stepId(1), tool: 'get_purchase', result: { order_id: 4521, status: secret, note: secret, [secret]: secret } },
];

describe('sixty canaries', () => {
  it('are sixty', () => {
    expect(new Set(CANARIES.map(({ secret }) => secret)).size).toBe(60);
  });

  it('stay here', async () => {
    const keyFile = join(directory, 'key');
    writeFileSync(keyFile, KEY);
    const { child, client, output } = await startService({
      PITCREW_FRONTIER_PROVIDER: 'openai-compatible',
      PITCREW_FRONTIER_MODEL: 'big-model',
      PITCREW_FRONTIER_BASE_URL: server.baseUrl,
      PITCREW_FRONTIER_KEY_FILE: keyFile,
      PITCREW_FRONTIER_AUDIT_DIR: join(directory, 'audit'),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    });
    const paid = { ...caller, outputTokensMax: 500, spend: 's' };
    const pack = packs.find(({ name }) => name === 'order-refund');
    if (pack === undefined) throw new Error('no order-refund');
    const rescued = {
      workflow: pack.name,
      plan: expandPlan(pack, 'full'),
      step: stepId(4),
      tool: 'send_refund_notice',
    };
    for (const canary of CANARIES) {
      const { secret } = canary;
      const sentence = sentenceWith(canary);
      const task = { request: `Refund order 4521. ${sentence}`, workflows: [], history: history(secret) };
      const { planning } = await client.plan({ ...paid, task }, { deadlineMs: 20_000 });
      expect(planning.kind, secret).toBe('unplannable');
      const failures = [{ arguments: { refund_id: secret, channel: secret }, message: `refused: ${sentence}` }];
      const rescue = { request: sentence, ...rescued, history: history(secret), failures };
      const { rescuing } = await client.rescue({ ...paid, task: rescue }, { deadlineMs: 20_000 });
      expect(rescuing.kind, secret).toBe('unable');
    }
    expect(server.requests()).toHaveLength(2 * CANARIES.length);
    expect(await stop(child)).toBe(0);
    const spans = JSON.stringify(collector.spans());
    expect(spans).toContain('chat big-model');
    expect(spans).toContain('gen_ai.usage.input_tokens');
    const places = {
      bodies: server
        .requests()
        .map(({ body }) => body)
        .join('\n'),
      audit: auditUnder(join(directory, 'audit')),
      log: output(),
      spans,
    };
    expect(places.audit.split('\n')).toHaveLength(4 * CANARIES.length);
    for (const [place, text] of Object.entries(places)) {
      const found = CANARIES.filter(({ secret }) => text.toLowerCase().includes(secret.toLowerCase()));
      expect(found, place).toEqual([]);
      expect(text, place).not.toContain(KEY);
    }
    expect(places.spans).not.toContain('Refund order');
    const { words } = vocabularyOf(packs);
    const parts = CANARIES.flatMap(({ secret }) => secret.toLowerCase().split(/[^\p{L}\p{N}]+/u));
    const telling = parts.filter((part) => part.length >= 5 && !words.has(part));
    expect(telling.filter((part) => places.bodies.toLowerCase().includes(part))).toEqual([]);
  });
});

const auditUnder = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => readFileSync(join(folder, file), 'utf8').trimEnd())
    .join('\n');

describe('without any configuration', () => {
  it('it starts, says that hybrid is off and why, asks nobody, and ends on SIGTERM', async () => {
    const { child, client } = await startService({});
    const task = { request: 'Refund order 4521', workflows: [], history: [] };
    const { preparation } = await client.prepare({ ...caller, task: { kind: 'plan', ...task } }, { deadlineMs: 5000 });
    expect(preparation).toEqual({ kind: 'unavailable', message: expect.stringMatching(/Hybrid is off: no API key/) });
    const { planning } = await client.plan({ ...caller, task, outputTokensMax: 1, spend: 's' }, { deadlineMs: 5000 });
    expect(planning).toMatchObject({ kind: 'failed', charged: 'no' });
    expect(await stop(child)).toBe(0);
  });

  it('with a key file that is not there it starts too, and says so when asked', async () => {
    const { child, client } = await startService({
      PITCREW_FRONTIER_PROVIDER: 'anthropic',
      PITCREW_FRONTIER_MODEL: 'm',
      PITCREW_FRONTIER_KEY_FILE: join(directory, 'nowhere'),
      PITCREW_FRONTIER_AUDIT_DIR: join(directory, 'audit'),
    });
    const task = { kind: 'plan' as const, request: 'x', workflows: [], history: [] };
    const { preparation } = await client.prepare({ ...caller, task }, { deadlineMs: 5000 });
    expect(preparation).toMatchObject({ kind: 'unavailable', message: /key file/ });
    expect(await stop(child)).toBe(0);
  });
});

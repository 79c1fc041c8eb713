/** The service's handlers over a real HTTP provider, with the packs of the repository. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newRunId, TenantId } from '@pitcrew/contracts';
import { type ChatRequest, type ChatServer, startChatServer } from '@pitcrew/testing';
import { loadPacks } from '@pitcrew/workflow';
import { openAudit } from './audit.ts';
import type { ProviderConfig } from './config.ts';
import { createFrontier } from './frontier.ts';
import { PATIENCE, type PatienceOptions } from './provider/patience.ts';
import { createProvider } from './provider/provider.ts';

export const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
export const KEY = 'sk-test-0123456789abcdef';

export const caller = { tenant: TenantId.parse('acme'), run: newRunId() };
export const paid = { ...caller, outputTokensMax: 800, spend: 'spend-1' };

/** Quick enough for tests, and long enough to be seen. */
export const HASTY: PatienceOptions = { ...PATIENCE, pauseMs: { first: 5, max: 20 } };

export type Setting = {
  readonly server: ChatServer;
  readonly config: ProviderConfig;
  readonly frontier: ReturnType<typeof createFrontier>;
  /** A call with so much time. */
  readonly call: (forMs?: number) => Parameters<ReturnType<typeof createFrontier>['plan']>[1];
  /** What the audit holds, line by line. */
  readonly auditLines: () => readonly string[];
  readonly close: () => Promise<void>;
};

export async function openSetting(
  answer: (request: ChatRequest) => unknown,
  change: Partial<ProviderConfig> = {},
  patience: PatienceOptions = HASTY,
): Promise<Setting> {
  const directory = mkdtempSync(join(tmpdir(), 'pitcrew-frontier-'));
  const server = await startChatServer(answer);
  const keyFile = join(directory, 'key');
  writeFileSync(keyFile, `${KEY}\n`);
  const auditDirectory = join(directory, 'audit');
  const config: ProviderConfig = {
    provider: 'openai-compatible',
    model: 'big-model',
    baseUrl: server.baseUrl,
    keyFile,
    auditDirectory,
    structured: true,
    asksForCount: false,
    timeoutMs: 5000,
    ...change,
  };
  const provider = createProvider(config, openAudit(config.auditDirectory), patience);
  return {
    server,
    config,
    frontier: createFrontier({ packs, provider }),
    call: (forMs = 5000) =>
      ({
        method: 'test',
        signal: new AbortController().signal,
        deadline: new Date(Date.now() + forMs),
        metadata: new Map(),
        peer: 'test',
      }) as const,
    auditLines: () => linesUnder(auditDirectory),
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const linesUnder = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(directory, file), 'utf8').trimEnd().split('\n'));

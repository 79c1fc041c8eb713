/**
 * What would be reserved for input over the letters of every pack, against the tokeniser's own count of the texts that are
 * sent: never below it, and at most 1.3 times as much. The bound by bytes is several times.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pack } from '@pitcrew/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderConfig } from './config.ts';
import { type Composed, composePlan } from './letters/compose.ts';
import type { Letter } from './letters/letter.ts';
import { loadTokeniser, type Tokeniser } from './provider/tokeniser.ts';
import { caller, openSetting, packs, type Setting } from './setting.fixture.ts';

const REQUESTS_MAX = 5;

function requestsOf({ name }: Pack): readonly string[] {
  const folder = join(import.meta.dirname, '../../../workflows', name, 'requests');
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .slice(0, REQUESTS_MAX)
    .map((line) => (JSON.parse(line) as { readonly request: string }).request.replace(/\{\w+:([^}]*)\}/g, '$1'));
}

function letterOf(composed: Composed<unknown>): Letter {
  if (composed.kind === 'unfit') throw new Error(composed.message);
  return composed.letter;
}

let tokeniser: Tokeniser;
beforeAll(async () => {
  tokeniser = await loadTokeniser('o200k_base');
});

describe.each<[name: string, Partial<ProviderConfig>]>([
  ['structured', { structured: true }],
  ['not structured', { structured: false }],
])('openai, %s', (_, change) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(() => ({}), { provider: 'openai', model: 'gpt-5', ...change });
  });
  afterAll(() => setting.close());

  // Asked of all packs, as an unknown request is, and of the pack alone.
  it.each(packs.map((pack) => [pack.name, pack] as const))(
    '%s',
    async (name, pack) => {
      const tasks = requestsOf(pack).flatMap((request) =>
        [[], [name]].map((workflows) => ({ request, workflows, history: [] })),
      );
      expect(tasks.length).toBeGreaterThan(REQUESTS_MAX);
      for (const task of tasks) {
        const { system, user, schema } = letterOf(composePlan(packs, task));
        const tokens = tokeniser(system + user + JSON.stringify(schema));
        const asked = { ...caller, task: { kind: 'plan' as const, ...task } };
        const { preparation } = await setting.frontier.prepare(asked, setting.call());
        if (preparation.kind !== 'prepared') throw new Error(preparation.message);
        expect(preparation.inputTokens).toBeGreaterThanOrEqual(tokens);
        expect(preparation.inputTokens).toBeLessThanOrEqual(1.3 * tokens);
      }
    },
    60_000,
  );
});

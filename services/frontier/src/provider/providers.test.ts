/** The three kinds of provider over real HTTP: where the question goes, how the key travels, what is read from the answer. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderConfig } from '../config.ts';
import { KEY, openSetting, paid } from '../setting.fixture.ts';

const text = JSON.stringify({
  workflow: 'order-refund',
  reason: '',
  steps: [{ tool: 'get_purchase' }, { tool: 'check_refund_policy' }],
});
const used = { input_tokens: 111, output_tokens: 22 };

const ANSWERS: Readonly<Record<string, object>> = {
  '/v1/messages': {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'x',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: used,
  },
  '/v1/responses': {
    id: 'r',
    object: 'response',
    created_at: 1,
    model: 'x',
    output: [
      { type: 'message', id: 'o', role: 'assistant', content: [{ type: 'output_text', text, annotations: [] }] },
    ],
    usage: used,
  },
  '/v1/chat/completions': {
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'x',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 111, completion_tokens: 22 },
  },
};

type Seen = { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: string };
const seen: Seen[] = [];
let server: Server;
let baseUrl = '';
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = request.url ?? '';
    seen.push({ path, headers: request.headers, body });
    response.writeHead(path in ANSWERS ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(ANSWERS[path] ?? {}));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => void server.close());

const task = { request: 'may order 4521 of Ada Lovelace be refunded?', workflows: ['order-refund'], history: [] };

describe.each<[ProviderConfig['provider'], boolean, path: string, keyHeader: string, key: string]>([
  ['anthropic', true, '/v1/messages', 'x-api-key', KEY],
  ['openai', true, '/v1/responses', 'authorization', `Bearer ${KEY}`],
  ['openai', false, '/v1/responses', 'authorization', `Bearer ${KEY}`],
  ['openai-compatible', true, '/v1/chat/completions', 'authorization', `Bearer ${KEY}`],
  ['openai-compatible', false, '/v1/chat/completions', 'authorization', `Bearer ${KEY}`],
])('%s, structured %s', (provider, structured, path, keyHeader, key) => {
  it('prepares, plans and tells what was used', async () => {
    const setting = await openSetting(() => ({}), { provider, structured, baseUrl });
    const tokenCount = provider === 'openai' && !structured ? 'exact' : 'bound';
    const { preparation } = await setting.frontier.prepare(
      { ...paid, task: { kind: 'plan', ...task } },
      setting.call(),
    );
    expect(preparation).toMatchObject({ kind: 'prepared', model: 'big-model', tokenCount });
    seen.length = 0;
    const { planning } = await setting.frontier.plan({ ...paid, task }, setting.call());
    expect(planning).toMatchObject({
      kind: 'planned',
      plan: { variation: 'eligibility' },
      usage: { model: 'big-model', inputTokens: 111, outputTokens: 22 },
    });
    const [request, ...more] = seen;
    expect(more).toEqual([]);
    expect(request?.path).toBe(path);
    expect(request?.headers[keyHeader]).toBe(key);
    expect(request?.body).toContain('<ID_1>');
    expect(request?.body).not.toMatch(/4521|Lovelace|sk-test/);
    // The answer’s form is told, one way or the other.
    expect(request?.body).toContain('for_each');
    expect(request?.body.includes('"for_each"')).toBe(structured);
    await setting.close();
  });
});

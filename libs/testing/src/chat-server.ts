/**
 * A provider in this process: chat completions of the OpenAI form over real HTTP, and Anthropic's count of tokens. What it answers is a function of the test;
 * it keeps every body that reached it, and it can be told to fail as providers do. Nothing of the product knows of it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the next requests fail. The last four change an answer of the form `{steps: [{tool, after}]}`. */
export const CHAT_FAILURES = [
  'status-429',
  'status-500',
  'status-503',
  'status-401',
  'redirect',
  'cut',
  'hang',
  'garbage',
  'malformed-json',
  'truncated',
  'wrong-schema',
  'unknown-tool',
  'cycle',
  'ten-thousand-steps',
] as const;
export type ChatFailure = (typeof CHAT_FAILURES)[number];

export type ChatRequest = {
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  readonly system: string;
  readonly user: string;
  readonly outputTokensMax: number;
};

export type ChatServer = {
  /** For the base URL of an OpenAI-compatible provider. */
  readonly baseUrl: string;
  /** Every request that came in whole, oldest first. */
  requests(): readonly ChatRequest[];
  /** The next `times` requests fail like this; all of them by default. */
  fail(failure: ChatFailure | undefined, options?: { readonly times?: number; readonly retryAfter?: string }): void;
  clear(): void;
  close(): Promise<void>;
};

type Failing = { readonly failure: ChatFailure; readonly retryAfter: string | undefined; left: number };

/** What the count of tokens says, of whatever text. */
export const COUNTED_TOKENS = 1234;

export const CHAT_USAGE = { prompt_tokens: 321, completion_tokens: 45 } as const;

export async function startChatServer(answer: (request: ChatRequest) => unknown): Promise<ChatServer> {
  let requests: ChatRequest[] = [];
  let failing: Failing | undefined;
  const server = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      const request = chatRequest(body, incoming);
      requests.push(request);
      const now = failing !== undefined && failing.left > 0 ? failing : undefined;
      if (now !== undefined) now.left -= 1;
      if (now === undefined && request.path.endsWith('/count_tokens'))
        response.end(JSON.stringify({ input_tokens: COUNTED_TOKENS }));
      else respond(response, () => answer(request), now);
    });
  });
  await listen(server);
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: () => requests,
    fail: (failure, { times = Number.POSITIVE_INFINITY, retryAfter } = {}) => {
      failing = failure === undefined ? undefined : { failure, retryAfter, left: times };
    },
    clear: () => {
      requests = [];
      failing = undefined;
    },
    close: () => close(server),
  };
}

function respond(response: ServerResponse, answer: () => unknown, failing: Failing | undefined): void {
  const failure = failing?.failure;
  switch (failure) {
    case 'status-429':
    case 'status-500':
    case 'status-503':
    case 'status-401': {
      const headers = failing?.retryAfter === undefined ? {} : { 'retry-after': failing.retryAfter };
      response.writeHead(Number(failure.slice('status-'.length)), { 'content-type': 'application/json', ...headers });
      // Providers echo: a message of theirs must get nowhere.
      response.end(JSON.stringify({ error: { message: 'Incorrect API key provided: sk-echo-of-the-key', type: 'x' } }));
      return;
    }
    case 'redirect':
      response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end();
      return;
    case 'hang':
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('{"id":"x","choices":[', () => response.destroy());
      return;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>busy</html>');
      return;
    case 'malformed-json':
      complete(response, '{"workflow": "order-', 'stop');
      return;
    case 'truncated':
      complete(response, JSON.stringify(answer()).slice(0, 20), 'length');
      return;
    default:
      complete(response, JSON.stringify(changed(answer(), failure)), 'stop');
  }
}

type Planned = { readonly steps: readonly { readonly tool: string }[] };

function changed(answer: unknown, failure: ChatFailure | undefined): unknown {
  if (failure === undefined) return answer;
  if (failure === 'wrong-schema') return { plan: 'do it all' };
  const { steps } = answer as Planned;
  const [first, ...rest] = steps;
  if (failure === 'unknown-tool')
    return { ...(answer as Planned), steps: [{ ...first, tool: 'drop_tables' }, ...rest] };
  if (failure === 'cycle')
    return { ...(answer as Planned), steps: [{ ...first, after: [steps.at(-1)?.tool] }, ...rest] };
  return { ...(answer as Planned), steps: Array.from({ length: 10_000 }, (_, index) => steps[index % steps.length]) };
}

function complete(response: ServerResponse, content: string, reason: 'stop' | 'length'): void {
  const message = { role: 'assistant', content };
  const body = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'test',
    choices: [{ index: 0, message, finish_reason: reason }],
    usage: { ...CHAT_USAGE, total_tokens: CHAT_USAGE.prompt_tokens + CHAT_USAGE.completion_tokens },
  };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function chatRequest(body: string, { url: path = '', headers }: IncomingMessage): ChatRequest {
  const { messages, max_tokens: outputTokensMax = 0 } = JSON.parse(body) as {
    readonly messages: readonly {
      readonly role: string;
      readonly content: string | readonly { readonly text: string }[];
    }[];
    readonly max_tokens?: number;
  };
  const textOf = (role: string) => {
    const content = messages.find((message) => message.role === role)?.content ?? '';
    return typeof content === 'string' ? content : content.map(({ text }) => text).join('');
  };
  return { path, body, headers, system: textOf('system'), user: textOf('user'), outputTokensMax };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

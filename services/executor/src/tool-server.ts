/**
 * The tool server behind the executor, over MCP. Tenant, idempotency key and trace context travel in `_meta`. At start the
 * server must offer every tool of the packs as they declare it; a pack that relies on something else is refused.
 */
import {
  Client,
  type JsonSchemaType,
  SdkHttpError,
  StreamableHTTPClientTransport,
  type Tool,
} from '@modelcontextprotocol/client';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { type JsonObject, type JsonValue, type Outcome, STEP_TIMEOUT_MS, type TenantId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { currentTraceparent } from '@pitcrew/telemetry';
import { checkToolsAgainst, type ListedTool, type Pack } from '@pitcrew/workflow';
import { causesOf, startProblem } from './access-problem.ts';
import { failureOf, outcomeOf, type ResultCheck } from './outcome-of.ts';
import { type ToolsAccess, toolsAccessOf } from './tools-access.ts';

export type ToolCall = {
  readonly tenant: TenantId;
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly idempotencyKey: string;
  /** Time of this call; STEP_TIMEOUT_MS unless the workflow allows less (R5). */
  readonly timeoutMs?: number | undefined;
};

export type ToolServer = {
  /** Never rejects, unless the caller has gone: what fails is a failed outcome with its class. */
  call(call: ToolCall, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
};

/** A tool as the calls use it: without its output schema, for the client reports a result that breaks it as a refused call. */
type CallableTool = { readonly definition: Tool; readonly check: ResultCheck | undefined };

/** Whoever opens a tool server shows it what the environment of the process says, as the executor does. */
export async function openToolServer(
  url: string,
  packs: readonly Pack[],
  access: ToolsAccess = toolsAccessOf(url, process.env),
): Promise<ToolServer> {
  const opened = await openListed(url, access);
  let { connection } = opened;
  const { tools } = opened;
  const problems = packs.flatMap((pack) => checkToolsAgainst(pack, tools as readonly ListedTool[]));
  if (problems.length > 0) throw new Error(`the tool server ${url} does not fit the packs: ${problems.join('; ')}`);
  const wanted = new Set(packs.flatMap((pack) => Object.keys(pack.tools)));
  const callable = new Map(tools.filter(({ name }) => wanted.has(name)).map((tool) => [tool.name, toCallable(tool)]));

  /** A server that was started again knows no session of before; the next call opens one. */
  const renewSession = async (lost: Connection): Promise<void> => {
    if (connection !== lost) return;
    const renewed = await connect(url, access);
    connection = renewed;
    await lost.client.close();
  };

  return {
    call: async ({ tool, arguments: args, timeoutMs = STEP_TIMEOUT_MS, ...call }, signal) => {
      const known = callable.get(tool);
      if (known === undefined)
        return { kind: 'failed', errorClass: 'input', executed: 'no', message: `no pack has a tool ${tool}` };
      const used = connection;
      try {
        const params = { name: tool, arguments: { ...args }, _meta: metaOf(call) };
        const options = { signal, timeout: timeoutMs, toolDefinition: known.definition };
        return hidden(outcomeOf(await used.client.callTool(params, options), known.check), access);
      } catch (error) {
        if (signal.aborted) throw signal.reason instanceof RpcError ? signal.reason : error;
        if (!isSessionLost(error, used)) return hidden(failureOf(error, timeoutMs), access);
        await renewSession(used).catch(() => undefined);
        return {
          kind: 'failed',
          errorClass: 'transient',
          executed: 'no',
          message: 'the tool server was started again',
        };
      }
    },
    close: async () => {
      await connection.client.close();
      access.close();
    },
  };
}

/** A tool may show what it was asked with, such as the headers of its request; an outcome stands in the log. */
const hidden = (outcome: Outcome, { hide }: ToolsAccess): Outcome =>
  outcome.kind === 'failed'
    ? { ...outcome, message: hide(outcome.message) }
    : { ...outcome, result: hiddenIn(outcome.result, hide) };

function hiddenIn(value: JsonValue, hide: ToolsAccess['hide']): JsonValue {
  if (typeof value === 'string') return hide(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((each: JsonValue) => hiddenIn(each, hide));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hiddenIn(each as JsonValue, hide)]));
}

type Connection = { readonly client: Client; readonly transport: StreamableHTTPClientTransport };

type Listed = { readonly connection: Connection; readonly tools: readonly Tool[] };

async function openListed(url: string, access: ToolsAccess): Promise<Listed> {
  try {
    const connection = await connect(url, access);
    const { tools } = await connection.client.listTools();
    return { connection, tools };
  } catch (error) {
    access.close();
    const reason =
      startProblem(error, url) ?? causesOf(error).findLast(({ message }) => message !== '')?.message ?? String(error);
    // Without its cause, which holds what the server answered.
    throw new Error(`the tool server ${url} cannot be used: ${access.hide(reason)}`);
  }
}

async function connect(url: string, { fetch }: ToolsAccess): Promise<Connection> {
  const client = new Client({ name: 'pitcrew-executor', version: '0.1.0' }, { versionNegotiation: { mode: 'auto' } });
  const transport = new StreamableHTTPClientTransport(new URL(url), { fetch });
  await client.connect(transport);
  return { client, transport };
}

/** In MCP over HTTP a 404 to a request that names a session means that the session is over; without one, that nothing is there. */
const isSessionLost = (error: unknown, { transport }: Connection): boolean =>
  error instanceof SdkHttpError && error.status === 404 && transport.sessionId !== undefined;

const schemas = new AjvJsonSchemaValidator();

function toCallable({ outputSchema, ...definition }: Tool): CallableTool {
  if (outputSchema === undefined) return { definition, check: undefined };
  const validate = schemas.getValidator(outputSchema as JsonSchemaType);
  return { definition, check: (result) => validate(result).errorMessage };
}

const metaOf = ({ tenant, idempotencyKey }: Pick<ToolCall, 'tenant' | 'idempotencyKey'>): Record<string, unknown> => ({
  'pitcrew/tenant': tenant,
  'pitcrew/idempotency-key': idempotencyKey,
  ...(currentTraceparent() === '' ? {} : { traceparent: currentTraceparent() }),
});

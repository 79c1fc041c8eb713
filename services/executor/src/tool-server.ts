/**
 * The tool server behind the executor, over MCP. Tenant, idempotency key and trace context travel in `_meta`. At start the
 * server must offer every tool of the packs as they declare it; a pack that relies on something else is refused.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type JsonObject, type Outcome, STEP_TIMEOUT_MS, type TenantId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { currentTraceparent } from '@pitcrew/telemetry';
import { checkToolsAgainst, type ListedTool, type Pack } from '@pitcrew/workflow';
import { failureOf, outcomeOf } from './outcome-of.ts';

export type ToolCall = {
  readonly tenant: TenantId;
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly idempotencyKey: string;
};

export type ToolServer = {
  /** Never rejects, unless the caller has gone: what fails is a failed outcome with its class. */
  call(call: ToolCall, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
};

export async function openToolServer(url: string, packs: readonly Pack[]): Promise<ToolServer> {
  const client = new Client({ name: 'pitcrew-executor', version: '0.1.0' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const { tools } = await client.listTools();
  const problems = packs.flatMap((pack) => checkToolsAgainst(pack, tools as readonly ListedTool[]));
  if (problems.length > 0) throw new Error(`the tool server ${url} does not fit the packs: ${problems.join('; ')}`);
  const known = new Set(packs.flatMap((pack) => Object.keys(pack.tools)));

  return {
    call: async ({ tool, arguments: args, ...call }, signal) => {
      if (!known.has(tool))
        return { kind: 'failed', errorClass: 'input', executed: 'no', message: `no pack has a tool ${tool}` };
      try {
        const _meta = metaOf(call);
        const answer = await client.callTool(
          { name: tool, arguments: { ...args }, _meta },
          { signal, timeout: STEP_TIMEOUT_MS },
        );
        return outcomeOf(answer);
      } catch (error) {
        if (signal.aborted) throw signal.reason instanceof RpcError ? signal.reason : error;
        return failureOf(error, STEP_TIMEOUT_MS);
      }
    },
    close: () => client.close(),
  };
}

const metaOf = ({ tenant, idempotencyKey }: Omit<ToolCall, 'tool' | 'arguments'>): Record<string, unknown> => ({
  'pitcrew/tenant': tenant,
  'pitcrew/idempotency-key': idempotencyKey,
  ...(currentTraceparent() === '' ? {} : { traceparent: currentTraceparent() }),
});

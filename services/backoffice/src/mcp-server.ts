/**
 * The tools over MCP. Tenant, idempotency key and trace context travel in `_meta` of `tools/call`. A failed call is a tool result with
 * `isError` whose structured content is `{ errorClass, executed, message }`, so a client decides by class and not by words.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CallToolResult,
  McpServer,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import { attributeNames, metrics, record, secondsSince, spanNames, withSpan } from '@pitcrew/telemetry';
import { z } from 'zod';
import { tools } from './domains.ts';
import { JsonObject, type Tool } from './tool.ts';
import { type CallContext, callTool, type ToolAnswer } from './world.ts';
import { TooManyTenants, type Worlds } from './worlds.ts';

const Meta = z.object({
  'pitcrew/tenant': z.string().min(1).max(128),
  'pitcrew/idempotency-key': z.string().optional(),
  traceparent: z.string().optional(),
});

/** A server for one exchange; it holds nothing between two calls. */
export function createMcpServer(worlds: Worlds): McpServer {
  const server = new McpServer(
    { name: 'pitcrew-backoffice', version: '0.1.0' },
    { capabilities: { tools: { listChanged: false } } },
  );
  for (const tool of tools) register(server, tool, worlds);
  return server;
}

function register(server: McpServer, tool: Tool, worlds: Worlds): void {
  const { name, title, description, effect, input, output } = tool;
  const annotations = {
    readOnlyHint: effect === 'read',
    idempotentHint: true,
    destructiveHint: false,
    openWorldHint: false,
  };
  const config = { title, description, inputSchema: announced(input), outputSchema: output, annotations };
  server.registerTool(name, config, async (args: unknown, context: ServerContext) =>
    toResult(await answer(worlds, name, JsonObject.parse(args), context)),
  );
}

/**
 * Shown in `tools/list`, but checked by the tool itself: the SDK would answer bad arguments with a text alone, and a
 * client could not tell that they are at fault.
 */
const announced = (schema: z.ZodObject): StandardSchemaWithJSON => ({
  '~standard': { ...schema['~standard'], validate: (value) => ({ value }) },
});

async function answer(worlds: Worlds, tool: string, args: JsonObject, { mcpReq }: ServerContext): Promise<ToolAnswer> {
  const meta = Meta.safeParse(mcpReq._meta ?? {});
  if (!meta.success) return failed('input', 'say which tenant calls, in pitcrew/tenant of _meta');
  const { 'pitcrew/tenant': tenant, 'pitcrew/idempotency-key': idempotencyKey, traceparent: parent } = meta.data;
  const called = { [attributeNames.mcpMethod]: 'tools/call', [attributeNames.genAiTool]: tool };
  const attributes = { ...called, [attributeNames.tenant]: tenant };
  return withSpan(spanNames.executeTool(tool), { kind: 'server', attributes, parent }, async (span) => {
    const context = { tenant, ...(idempotencyKey && { idempotencyKey }) };
    const begun = performance.now();
    const answered = await answerIn(worlds, tool, args, context);
    const failed = answered.kind === 'failed' ? answered.errorClass : undefined;
    if (failed !== undefined) span.fail(failed);
    record(metrics.mcpServerDuration, secondsSince(begun), { ...called, [attributeNames.errorType]: failed });
    return answered;
  });
}

async function answerIn(
  worlds: Worlds,
  tool: string,
  args: JsonObject,
  context: Omit<CallContext, 'now'>,
): Promise<ToolAnswer> {
  try {
    const { world, delayMs, now = new Date() } = worlds.of(context.tenant);
    const answered = callTool(world, tool, args, { ...context, now });
    // After the work, as a slow answer is: a caller that gives up can't know whether it was done.
    if (delayMs > 0) await sleep(delayMs);
    return answered;
  } catch (error) {
    if (error instanceof TooManyTenants) return failed('transient', error.message);
    throw error;
  }
}

const failed = (errorClass: 'input' | 'transient', message: string): ToolAnswer => ({
  kind: 'failed',
  errorClass,
  executed: 'no',
  message,
});

function toResult(answered: ToolAnswer): CallToolResult {
  if (answered.kind === 'succeeded')
    return { content: text(JSON.stringify(answered.result)), structuredContent: answered.result };
  const { errorClass, executed, message } = answered;
  return { content: text(message), structuredContent: { errorClass, executed, message }, isError: true };
}

const text = (value: string): CallToolResult['content'] => [{ type: 'text', text: value }];

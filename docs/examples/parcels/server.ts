/** A tool server for the parcels pack: three tools over MCP at http://127.0.0.1:8123/mcp. `node server.ts`. */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const parcels = new Map([
  ['P-17', { depot: 'Nice', weight_kg: 3.5 }],
  ['P-31', { depot: 'Turin', weight_kg: 0.8 }],
  ['P-204', { depot: 'Lyon', weight_kg: 12 }],
]);
/** The answer to a key is given again when the key comes again: a move happens once. */
const moves = new Map<string, { moved: boolean; move_id: string }>();

const answer = (result: Record<string, unknown>) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(result) }],
  structuredContent: result,
});
/** `input` says that other arguments may do; `executed: no`, that nothing has happened. */
const refuse = (message: string) => ({
  isError: true,
  content: [{ type: 'text' as const, text: message }],
  structuredContent: { errorClass: 'input', executed: 'no', message },
});

function parcelServer(): McpServer {
  const server = new McpServer({ name: 'parcels', version: '1.0.0' });
  server.registerTool(
    'find_parcel',
    {
      description: 'Where a parcel is and what it weighs',
      inputSchema: z.object({ parcel_id: z.string() }),
      outputSchema: z.object({ parcel_id: z.string(), depot: z.string(), weight_kg: z.number() }),
      annotations: { readOnlyHint: true },
    },
    async ({ parcel_id }) => {
      const found = parcels.get(parcel_id);
      return found === undefined ? refuse(`there is no parcel ${parcel_id}`) : answer({ parcel_id, ...found });
    },
  );
  server.registerTool(
    'quote_move',
    {
      description: 'What it costs to move a parcel to another depot',
      inputSchema: z.object({ parcel_id: z.string(), to: z.string(), speed: z.enum(['slow', 'fast']).optional() }),
      outputSchema: z.object({ cost: z.number(), days: z.int() }),
      annotations: { readOnlyHint: true },
    },
    async ({ parcel_id, speed = 'slow' }) => {
      const weight = parcels.get(parcel_id)?.weight_kg ?? 1;
      return answer(speed === 'fast' ? { cost: 9 * weight, days: 1 } : { cost: 3 * weight, days: 4 });
    },
  );
  server.registerTool(
    'move_parcel',
    {
      description: 'Moves a parcel',
      inputSchema: z.object({ parcel_id: z.string(), to: z.string(), cost: z.number() }),
      outputSchema: z.object({ moved: z.boolean(), move_id: z.string() }),
      annotations: { idempotentHint: true },
    },
    async ({ parcel_id, to }, { mcpReq }) => {
      const key = String(mcpReq._meta?.['pitcrew/idempotency-key'] ?? `${parcel_id} ${to}`);
      const done = moves.get(key) ?? { moved: true, move_id: `M-${9001 + moves.size}` };
      moves.set(key, done);
      parcels.set(parcel_id, { depot: to, weight_kg: parcels.get(parcel_id)?.weight_kg ?? 1 });
      return answer(done);
    },
  );
  return server;
}

const mcp = toNodeHandler(createMcpHandler(parcelServer));
createServer((request, response) => void mcp(request as Parameters<typeof mcp>[0], response)).listen(
  8123,
  '127.0.0.1',
  () => console.log('http://127.0.0.1:8123/mcp'),
);

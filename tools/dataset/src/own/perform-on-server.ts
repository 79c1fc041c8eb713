/**
 * Performs the gold calls of a request on the team's own tool server, step by step. Only where every step of its variation is
 * declared as a read: building a data set changes nothing in anybody's system.
 */
import { canonicalJson, type JsonObject, TenantId } from '@pitcrew/contracts';
import type { ToolServer } from '@pitcrew/service-executor/tool-server';
import { boundReference, expandPlan, type Pack } from '@pitcrew/workflow';
import { resolved, slotSource } from '../gold.ts';
import type { Covered, RecordedCall } from '../requests.ts';
import { surfacesOf } from '../slots.ts';
import type { Performer } from './own-rows.ts';
import { play, type Wanted } from './recorded.ts';

const TENANT = TenantId.parse('dataset');
/** A plan has few steps, and a `for_each` few items. */
const CALLS_MAX = 256;

export const noServer: Performer = async () =>
  'the row has none, and there is no tool server to perform them on (--tools-url); record them';

export function performOn(server: Pick<ToolServer, 'call'>): Performer {
  return async (pack, row) => {
    const effect = expandPlan(pack, row.variation, { condition: row.when }).steps.find(
      ({ tool }) => pack.tools[tool]?.effect !== 'read',
    );
    if (effect !== undefined) return `the row has none, and ${effect.tool} does more than read; record them`;
    const calls: RecordedCall[] = [];
    while (calls.length < CALLS_MAX) {
      const { wanted } = play(pack, row, calls);
      if (wanted === undefined) return calls;
      const args = argumentsOf(pack, row, wanted);
      if (typeof args === 'string') return args;
      const outcome = await server.call(
        {
          tenant: TENANT,
          tool: wanted.step.tool,
          arguments: args,
          idempotencyKey: canonicalJson([row.id, calls.length]),
        },
        AbortSignal.timeout(60_000),
      );
      if (outcome.kind === 'failed') return `${wanted.step.tool} failed on the tool server: ${outcome.message}`;
      calls.push({ tool: wanted.step.tool, arguments: args, result: outcome.result, after: [] });
    }
    return `more than ${CALLS_MAX} calls`;
  };
}

/** From the pack's bindings, and from what is marked in the request. */
function argumentsOf(pack: Pack, row: Covered, { step, history, itemValue }: Wanted): JsonObject | string {
  const surfaces = surfacesOf(row.template);
  const sources: Record<string, string> = {};
  for (const [name, argument] of Object.entries(pack.tools[step.tool]?.arguments ?? {})) {
    const bound = argument.bound === 'item' ? '$item' : boundReference(argument, history);
    const source = bound ?? slotSource(surfaces[name], name, argument);
    if (source !== undefined) sources[name] = source;
    else if (!argument.optional)
      return `nothing gives ${step.tool}.${name} its value: mark it in the request, {${name}:...}`;
  }
  return resolved(pack, step.tool, sources, history, itemValue);
}

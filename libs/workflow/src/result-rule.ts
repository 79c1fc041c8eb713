/** The deterministic check of a step's result: what the pack says must be true of it. */
import { holds, type JsonValue, UnresolvedReference } from '@pitcrew/contracts';
import { type Pack, toolOf } from './pack.ts';

/** Why a result does not do, in a sentence; undefined when it does, or when the pack asks nothing of it. */
export function brokenResultRule(pack: Pack, tool: string, result: JsonValue): string | undefined {
  const rule = toolOf(pack, tool)?.holds;
  if (!rule) return undefined;
  const wanted = `${rule.reference} ${WORDS[rule.operator]} ${JSON.stringify(rule.literal)}`;
  const condition = { ...rule, reference: `$item.${rule.reference}` };
  try {
    return holds(condition, { steps: new Map(), item: result }) ? undefined : `${tool}: the result must have ${wanted}`;
  } catch (error) {
    if (error instanceof UnresolvedReference) return `${tool}: the result must have ${wanted}, but it is absent`;
    throw error;
  }
}

const WORDS = { eq: 'equal to', ne: 'other than', lt: 'below', le: 'at most', gt: 'above', ge: 'at least' } as const;

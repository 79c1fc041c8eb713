/** Which calls stop for a person's approval, by the pack's own rule. No model is asked. */
import { holds, type JsonObject, UnresolvedReference } from '@pitcrew/contracts';
import { type Pack, toolOf } from './pack.ts';

/** A call that the rule cannot be applied to (the argument is absent or of another type) counts as high-stakes. */
export function isHighStakes(pack: Pack, tool: string, args: JsonObject): boolean {
  const stakes = toolOf(pack, tool)?.highStakes;
  if (stakes === undefined) return false;
  if (stakes === true) return true;
  const { argument, operator, literal } = stakes;
  try {
    return holds({ reference: `$item.${argument}`, operator, literal }, { steps: new Map(), item: args });
  } catch (error) {
    if (error instanceof UnresolvedReference) return true;
    throw error;
  }
}

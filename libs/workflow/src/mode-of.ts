/**
 * In which mode a workflow is worked on: what the request says, else what the pack says, else as a chain. `auto` goes by the
 * shape of the template plan: a line of two or three steps suits a single model with a scratchpad; what is longer, branches,
 * fans out or has steps side by side suits the chain of specialists.
 */
import type { Mode, WorkingMode } from '@pitcrew/contracts';
import { type Pack, toolOf } from './pack.ts';

export const LINE_STEPS_MAX = 3;

export function modeOf(pack: Pack, asked: Mode | undefined): WorkingMode {
  const mode = asked ?? pack.mode ?? 'chain';
  if (mode !== 'auto') return mode;
  return isShortLine(pack) ? 'scratchpad' : 'chain';
}

function isShortLine(pack: Pack): boolean {
  const { order, template } = pack;
  if (order.length < 2 || order.length > LINE_STEPS_MAX) return false;
  return order.every((tool, index) => {
    const { forEach, when } = template[tool] ?? {};
    const follows = index === 0 || toolOf(pack, tool)?.needs.includes(order[index - 1] ?? '') === true;
    // A condition on the last step only ends the line early; any other makes a branch.
    const branches = when !== undefined && index < order.length - 1;
    return follows && forEach === undefined && !branches;
  });
}

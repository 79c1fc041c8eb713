/** A person's decision on a pending approval: shown, asked for, and sent back bound to what was shown (R4). */
import { type AskedApproval as Asked, boundTo, type Gateway } from '@pitcrew/client';
import { isRpcError } from '@pitcrew/rpc';
import { CALL_DEADLINE_MS, targetText } from './gateway-target.ts';
import type { Place } from './tell-run.ts';
import { askYesNo, say, whoAmI } from './terminal.ts';

export type Decided = { readonly approved: boolean; readonly decidedBy: string; readonly reason: string };

export async function decide(
  gateway: Pick<Gateway, 'decideApproval'>,
  place: Place,
  asked: Asked,
  decided: Decided,
): Promise<void> {
  await gateway.decideApproval({ ...place, ...boundTo(asked), ...decided }, { deadlineMs: CALL_DEADLINE_MS });
}

/** Asks on the terminal. Somebody else may have decided, or time may have run out, before the answer came. */
export async function askAndDecide(gateway: Gateway, place: Place, asked: Asked): Promise<void> {
  const approved = await askYesNo(`Approve ${asked.step} ${asked.tool}?`);
  try {
    await decide(gateway, place, asked, { approved, decidedBy: whoAmI(), reason: '' });
  } catch (error) {
    if (!isRpcError(error, 'FAILED_PRECONDITION')) throw error;
    say(`Not recorded: ${error.message}`);
  }
}

export function decideCommand(place: Place, { step, item, argumentDigest }: Asked, gateway: string): string {
  const bound = `${item === 0 ? '' : `--item ${item} `}--digest ${argumentDigest}`;
  return `npx pitcrew approvals decide ${place.run} ${step} --approve ${bound} ${targetText(place, gateway)}`;
}

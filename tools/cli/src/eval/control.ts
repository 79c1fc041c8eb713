/** The back office's control door, as far as an evaluation needs it: a world of its own for each case. */
import type { TenantId } from '@pitcrew/contracts';
import { CommandError } from '../commands/command-error.ts';
import type { EvalCase } from './case.ts';

const CONTROL_TIMEOUT_MS = 15_000;

export async function putWorld(
  controlUrl: string | undefined,
  tenant: TenantId,
  { world, faults, now, line }: Pick<EvalCase, 'world' | 'faults' | 'now' | 'line'>,
): Promise<void> {
  if (controlUrl === undefined) {
    if (Object.keys(world).length === 0 && faults.length === 0) return;
    throw new CommandError(
      `line ${line} sets a world or faults, and PITCREW_BACKOFFICE_CONTROL_URL names no control door`,
    );
  }
  const response = await fetch(`${controlUrl}/control/worlds/${encodeURIComponent(tenant)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rows: world, faults, now }),
    signal: AbortSignal.timeout(CONTROL_TIMEOUT_MS),
  });
  const answer = await response.text();
  if (!response.ok)
    throw new CommandError(`line ${line}: the back office refuses the world (${response.status}): ${answer}`);
}

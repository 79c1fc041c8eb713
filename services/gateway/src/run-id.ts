/**
 * The id of the run of a request, derived from tenant and request id: a caller that submits again, through any replica,
 * meets the same log, where the second `run-requested` has no place. No index of request ids can be lost or lag.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, RunId, type TenantId } from '@pitcrew/contracts';

/** A UUID of version 8 (RFC 9562): 122 bits of the digest under the version and the variant. */
export function runIdOf(tenant: TenantId, requestId: string): RunId {
  const bytes = createHash('sha256')
    .update(canonicalJson(['run', tenant, requestId]))
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return RunId.parse(groups.join('-'));
}

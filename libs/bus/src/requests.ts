/**
 * Submitting is idempotent: the first to claim a request id of a tenant decides which run answers it, for ever. Two
 * gateways that get the same request at once agree, and a gateway that died after its claim left the run id for the next
 * try, which then appends the first event (or finds it).
 */
import { createHash } from 'node:crypto';
import { Kvm } from '@nats-io/kv';
import { RunId, type TenantId } from '@pitcrew/contracts';
import { BusUnavailable } from './errors.ts';
import type { Link } from './link.ts';
import { backoffMs, pause } from './pause.ts';
import { isWrongSequence, type StorageOptions } from './streams.ts';
import { encodeToken } from './subjects.ts';

export type Requests = {
  /** The run of this request: the offered one if nobody claimed before, else the one that was first. */
  claim(tenant: TenantId, requestId: string, offered: RunId): Promise<RunId>;
};

const BUCKET = 'pitcrew-requests';
const ATTEMPTS_MAX = 5;

export async function openRequests(link: Link, { replicas, storage }: StorageOptions): Promise<Requests> {
  // Read by the leader only: a lagging replica would not know the claim that just refused ours.
  const bucket = await new Kvm(link.js).create(BUCKET, { replicas, storage, history: 1, allow_direct: false });

  async function offer(key: string, run: RunId): Promise<boolean> {
    try {
      await bucket.create(key, run);
      return true;
    } catch (error) {
      if (isWrongSequence(error)) return false;
      throw error;
    }
  }

  return {
    async claim(tenant, requestId, offered) {
      const key = `${encodeToken(tenant)}.${createHash('sha256').update(requestId).digest('hex')}`;
      let lastError: unknown;
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
        try {
          if (await link.attempt('claiming a request', () => offer(key, offered))) return offered;
          const claimed = await link.attempt('reading a request', () => bucket.get(key));
          if (claimed !== null) return RunId.parse(claimed.string());
        } catch (error) {
          if (!(error instanceof BusUnavailable) || !link.isUp()) throw error;
          lastError = error;
        }
        await pause(backoffMs(attempt, 25, 500));
      }
      throw new BusUnavailable(`claiming request ${requestId}: no answer`, 'unknown', lastError);
    },
  };
}

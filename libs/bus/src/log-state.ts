/** The run log as a whole, for those who admit runs, make room, or look at a cluster. */
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import type { Link } from './link.ts';
import { RUNLOG } from './streams.ts';

/** The durable consumer of wake-ups that all orchestrators share, named after their service. */
const ORCHESTRATORS = 'orchestrator';

export type LogState = {
  /** Events on the log, of all runs. */
  count(): Promise<number>;
  /**
   * From 0 to 1, how full the log is, or the store of its account, which the archive and the indexes share: whichever is fuller. 0 when
   * neither has a limit.
   */
  fullness(): Promise<number>;
  /** Wake-ups that no orchestrator has taken yet, of all runs. Before the first orchestrator came, all events are. */
  waiting(): Promise<number>;
  /** The name of the server that leads the log in a cluster; undefined while none does, or for a server alone. */
  leader(): Promise<string | undefined>;
};

export function logState(link: Link): LogState {
  const info = () => link.attempt('asking about the log', () => link.jsm.streams.info(RUNLOG));
  const account = () => link.attempt('asking about the store', () => link.jsm.getAccountInfo());
  const pending = () =>
    link.attempt('asking about wake-ups', async () => {
      try {
        return (await link.jsm.consumers.info(RUNLOG, ORCHESTRATORS)).num_pending;
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.ConsumerNotFound) return undefined;
        throw error;
      }
    });
  return {
    count: async () => (await info()).state.messages,
    async fullness() {
      const [{ config, state }, { limits, storage }] = await Promise.all([info(), account()]);
      return Math.max(share(state.bytes, config.max_bytes), share(storage, limits.max_storage));
    },
    waiting: async () => (await pending()) ?? (await info()).state.messages,
    leader: async () => (await info()).cluster?.leader,
  };
}

/** What has no limit, 0 or -1, is never full. */
const share = (used: number, limit: number): number => (limit > 0 ? used / limit : 0);

/** The run log as a whole, for those who admit runs, make room, or look at a cluster. */
import type { Link } from './link.ts';
import { RUNLOG } from './streams.ts';

export type LogState = {
  /** Events on the log, of all runs. */
  count(): Promise<number>;
  /** How full the log is, from 0 to 1; 0 when it has no limit. */
  fullness(): Promise<number>;
  /** The name of the server that leads the log in a cluster; undefined while none does, or for a server alone. */
  leader(): Promise<string | undefined>;
};

export function logState(link: Link): LogState {
  const info = () => link.attempt('asking about the log', () => link.jsm.streams.info(RUNLOG));
  return {
    count: async () => (await info()).state.messages,
    async fullness() {
      const { config, state } = await info();
      return config.max_bytes > 0 ? state.bytes / config.max_bytes : 0;
    },
    leader: async () => (await info()).cluster?.leader,
  };
}

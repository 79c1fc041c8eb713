/** The ledger's decisions without its bus, for those who play through what it would say. */
export { type Batch, type Command, decideBatch } from './decide.ts';
export type { ReservationRules } from './decide-reservation.ts';
export { longestWaitingFirst } from './longest-waiting-first.ts';
export { periodsAt } from './periods.ts';
export { emptyState, type LedgerState } from './state.ts';

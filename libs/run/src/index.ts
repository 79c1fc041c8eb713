export { account, approvalSummary } from './account.ts';
export * from './bounds.ts';
export { decide, givenUp } from './decide.ts';
export { type Effect, effectKey } from './effect.ts';
export { evolve, foldRun } from './evolve.ts';
export { IllegalFact } from './illegal-fact.ts';
export type { Probe, RunRules } from './rules.ts';
export { isRung, parseRungs, RUNGS, type Rung } from './rungs.ts';
export * from './state.ts';

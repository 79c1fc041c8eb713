/** What an evaluation is made of, for tools that measure with it: cases, the runs that come of them, and their statistics. */
export { CommandError } from './commands/command-error.ts';
export { count } from './commands/options.ts';
export { sameCalls, type ToolCall } from './eval/calls.ts';
export { CaseError, type EvalCase, parseCases } from './eval/case.ts';
export { inParallel } from './eval/in-parallel.ts';
export type { Key } from './eval/judge-case.ts';
export type { CaseResult } from './eval/run-case.ts';
export { type Doors, readCases, runCases } from './eval/run-cases.ts';
export { type Proportion, proportion } from './eval/wilson.ts';

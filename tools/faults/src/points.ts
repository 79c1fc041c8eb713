/**
 * Where processes die, by name: the points between two facts of a step, those around every method that a run calls, and in the
 * middle of a stream. `work` says whose run passes the point: a local one, or one that asks the frontier. A count says at which pass.
 */
export type Point = { readonly name: string; readonly work: 'local' | 'escalated' };

const around = (fact: string): readonly string[] => [
  `orchestrator.before-append.${fact}`,
  `orchestrator.after-append.${fact}`,
];
const calling = (service: string, ...methods: readonly string[]): readonly string[] =>
  methods.flatMap((method) => [`${service}.before-${method}`, `${service}.after-${method}`]);

const LOCAL_FACTS: readonly string[] = [
  ...['run-claimed', 'run-routed', 'plan-proposed', 'call-proposed', 'call-judged', 'call-performed'],
  ...['step-judged', 'step-succeeded', 'run-judged', 'run-finished'],
];

/** Of these a run has several: the first, and one with work already done. */
const REPEATED = new Set(['call-proposed', 'call-performed', 'step-judged', 'step-succeeded']);

const local: readonly string[] = [
  ...LOCAL_FACTS.flatMap(around),
  ...LOCAL_FACTS.filter((fact) => REPEATED.has(fact)).flatMap((fact) => around(fact).map((point) => `${point}:3`)),
  ...['executor.before-propose:3', 'executor.after-propose:3', 'executor.before-perform:3', 'executor.after-perform:3'],
  ...calling('router', 'Route'),
  ...calling('planner', 'Plan'),
  ...calling('validator', 'JudgeCall', 'JudgeStep', 'JudgeRun'),
  ...calling('gateway', 'SubmitRun'),
  ...['gateway.during-WatchRun', 'gateway.during-WatchRun:9'],
];

const escalated: readonly string[] = [
  ...['escalation-wanted', 'spend-reserved', 'plan-proposed', 'spend-settled'].flatMap(around),
  ...calling('budget', 'Reserve', 'Settle'),
  ...calling('frontier', 'Prepare', 'Plan'),
];

export const POINTS: readonly Point[] = [
  ...local.map((name) => ({ name, work: 'local' }) as const),
  ...escalated.map((name) => ({ name, work: 'escalated' }) as const),
];

/** `orchestrator.before-append.run-claimed` strikes the orchestrator. */
export const serviceOf = (point: string): string => point.slice(0, point.indexOf('.'));

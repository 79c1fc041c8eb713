/**
 * Where the time of a run went, by its own events: each model call reports what it cost, each performance how long it took.
 * Steps that run side by side are added up, so these sums may exceed the run's wall time.
 */
import type { EventKind, StoredEvent } from '@pitcrew/contracts';

export const ROLES = ['router', 'planner', 'executor', 'validator'] as const;
export type Role = (typeof ROLES)[number];

const FIGURES = ['calls', 'prefillMs', 'decodeMs', 'inputTokens', 'cachedTokens', 'sampledTokens'] as const;
export type RoleFigures = Readonly<Record<(typeof FIGURES)[number], number>>;

export type Breakdown = {
  readonly roles: Readonly<Record<Role, RoleFigures>>;
  readonly tools: { readonly calls: number; readonly latencyMs: number };
};

/** Whose answer an event records. */
const ROLE_OF: Readonly<Partial<Record<EventKind, Role>>> = {
  'run-routed': 'router',
  'plan-proposed': 'planner',
  'plan-revised': 'planner',
  'call-proposed': 'executor',
  'call-judged': 'validator',
  'step-judged': 'validator',
  'run-judged': 'validator',
};

export function breakdownOf(events: readonly StoredEvent[]): Breakdown {
  const bodies = events.map(({ event }) => event.body);
  const answers = bodies.flatMap((body) =>
    'usage' in body && ROLE_OF[body.kind] !== undefined ? [{ role: ROLE_OF[body.kind], ...body.usage }] : [],
  );
  const performed = bodies.filter((body) => body.kind === 'call-performed');
  const figures = (role: Role): RoleFigures => {
    const own = answers.filter((answer) => answer.role === role);
    return {
      // Where code had settled everything, no model was asked.
      calls: own.filter(({ inputTokens }) => inputTokens > 0).length,
      prefillMs: sum(own.map(({ prefillMs }) => prefillMs)),
      decodeMs: sum(own.map(({ decodeMs }) => decodeMs)),
      inputTokens: sum(own.map(({ inputTokens }) => inputTokens)),
      cachedTokens: sum(own.map(({ cachedTokens }) => cachedTokens)),
      sampledTokens: sum(own.map(({ outputTokens }) => outputTokens)),
    };
  };
  return {
    roles: byRole(figures),
    tools: { calls: performed.length, latencyMs: sum(performed.map(({ latencyMs }) => latencyMs)) },
  };
}

/** Means, so that the parts of a run still add up to what they were parts of. */
export function meanBreakdown(breakdowns: readonly Breakdown[]): Breakdown {
  const meanOf = (pick: (breakdown: Breakdown) => number): number => mean(breakdowns.map(pick));
  const figures = (role: Role): RoleFigures =>
    Object.fromEntries(FIGURES.map((name) => [name, meanOf(({ roles }) => roles[role][name])])) as RoleFigures;
  return {
    roles: byRole(figures),
    tools: { calls: meanOf(({ tools }) => tools.calls), latencyMs: meanOf(({ tools }) => tools.latencyMs) },
  };
}

/** All that models and tools report to have taken. */
export const workMs = ({ roles, tools }: Breakdown): number =>
  sum(ROLES.map((role) => roles[role].prefillMs + roles[role].decodeMs)) + tools.latencyMs;

export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : sum(values) / values.length);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const byRole = (figures: (role: Role) => RoleFigures): Record<Role, RoleFigures> => ({
  router: figures('router'),
  planner: figures('planner'),
  executor: figures('executor'),
  validator: figures('validator'),
});

/** All figures of one arm, from the outcomes of its runs: one table of definitions, one line a figure. */
import type { ErrorClass } from '@pitcrew/contracts';
import { type Figure, medianOf, ratioOf, type Share, shareOf } from './figure.ts';
import { endedRight, type Outcome, type Shape } from './outcome.ts';

type Outcomes = readonly Outcome[];
type Definition<F extends Figure> = (outcomes: Outcomes) => F | undefined;

const plain = (outcomes: Outcomes): Outcomes => outcomes.filter(({ failure }) => failure === undefined);
const covered = (outcomes: Outcomes): Outcomes => plain(outcomes).filter(({ shape }) => shape.steps > 0);

const rightWhere =
  (isMeant: (shape: Shape) => boolean): Definition<Share> =>
  (outcomes) =>
    shareOf(
      covered(outcomes).filter(({ shape }) => isMeant(shape)),
      endedRight,
    );

const recovered =
  (isMeant: (failure: ErrorClass) => boolean): Definition<Share> =>
  (outcomes) =>
    shareOf(
      outcomes.filter(({ failure }) => failure !== undefined && isMeant(failure)),
      endedRight,
    );

const isLine = ({ branches, fansOut }: Shape): boolean => !branches && !fansOut;
const between = (least: number, most: number) => (shape: Shape) => shape.steps >= least && shape.steps <= most;

export const METRICS = {
  threeSteps: rightWhere(between(3, 3)),
  fiveSteps: rightWhere(between(5, 5)),
  anySteps: rightWhere(() => true),
  plan: (outcomes) => shareOf(covered(outcomes), ({ right }) => right.plan),
  recovery: recovered(() => true),
  recoveryTransient: recovered((failure) => failure === 'transient'),
  recoveryInput: recovered((failure) => failure === 'input'),
  recoveryLogic: recovered((failure) => failure === 'logic'),
  latency: (outcomes) =>
    medianOf(
      covered(outcomes)
        .filter(({ finished }) => finished)
        .map(({ latencyMs }) => latencyMs),
    ),
  tokensPerStep: (outcomes) =>
    ratioOf(covered(outcomes).map(({ stepsBegun, sampledTokens }) => ({ of: stepsBegun, amount: sampledTokens }))),
} as const satisfies Record<string, Definition<Figure>>;
export type Metric = keyof typeof METRICS;

export const SCENARIOS = {
  shortLine: rightWhere((shape) => isLine(shape) && between(2, 3)(shape)),
  longLine: rightWhere((shape) => isLine(shape) && between(4, 6)(shape)),
  branching: rightWhere(({ branches }) => branches),
  dynamicCount: rightWhere(({ fansOut }) => fansOut),
  replanning: METRICS.recoveryLogic,
  manyTypes: (outcomes) => shareOf(plain(outcomes), endedRight),
} as const satisfies Record<string, Definition<Share>>;
export type Scenario = keyof typeof SCENARIOS;

/** Each role is asked about the runs in which those before it were right. */
export const ROLES = {
  route: (outcomes) => shareOf(plain(outcomes), ({ right }) => right.workflow),
  plan: (outcomes) => shareOf(covered(outcomes), ({ right }) => (right.workflow ? right.plan : undefined)),
  calls: (outcomes) => shareOf(covered(outcomes), ({ right }) => (right.plan ? right.calls : undefined)),
  falseVerdicts: (outcomes) =>
    shareOf(covered(outcomes), ({ right, stopReason }) =>
      right.plan && right.calls && stopReason !== undefined ? stopReason === 'verdict_failed' : undefined,
    ),
} as const satisfies Record<string, Definition<Share>>;
export type RoleFigure = keyof typeof ROLES;

export type ArmFigures = {
  readonly metrics: Readonly<Partial<Record<Metric, Figure>>>;
  readonly scenarios: Readonly<Partial<Record<Scenario, Figure>>>;
  readonly roles: Readonly<Partial<Record<RoleFigure, Figure>>>;
};

export const figuresOf = (outcomes: Outcomes): ArmFigures => ({
  metrics: measured(METRICS, outcomes),
  scenarios: measured(SCENARIOS, outcomes),
  roles: measured(ROLES, outcomes),
});

const measured = (definitions: Readonly<Record<string, Definition<Figure>>>, outcomes: Outcomes) =>
  Object.fromEntries(
    Object.entries(definitions).flatMap(([name, figure]) => {
      const found = figure(outcomes);
      return found === undefined ? [] : [[name, found]];
    }),
  );

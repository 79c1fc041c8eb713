/**
 * Runs the arms one after the other, each with a crew of its own over the same cases, then the chain without each rung of
 * the ladder. An arm that the models do not allow, or whose crew fails, is told in the report and costs the others nothing.
 */
import type { CaseResult, Doors, EvalCase } from '@pitcrew/cli/eval';
import type { Mode } from '@pitcrew/contracts';
import type { Manifest } from '@pitcrew/model/manifest';
import type { Rung } from '@pitcrew/run';
import type { Pack } from '@pitcrew/workflow';
import { figuresOf } from './arm-figures.ts';
import { ARMS, type Arm, type ArmName, armOf, lackedBy } from './arms.ts';
import { bareModels } from './bare-models.ts';
import { endedRight, type Outcome, outcomeOf } from './outcome.ts';
import type { AccuracyReport, Measured } from './report.ts';

export type Comparison = {
  readonly arms: readonly ArmName[];
  /** Rungs without which the chain is measured too. */
  readonly ablate: readonly Rung[];
  readonly cases: readonly EvalCase[];
};

/** What a crew is told beside what every crew is told. */
export type CrewSetting = { readonly modelsFolder: string; readonly without: Rung | undefined };

export type World = {
  readonly manifest: Manifest;
  readonly packs: readonly Pack[];
  readonly startCrew: (setting: CrewSetting) => Promise<AsyncDisposable & Doors>;
  readonly runCases: (doors: Doors, cases: readonly EvalCase[], mode: Mode) => Promise<readonly CaseResult[]>;
  /** Without a crew. */
  readonly runAlone: (cases: readonly EvalCase[]) => Promise<readonly Outcome[]>;
  readonly tell: (line: string) => void;
};

type Pass = { readonly arm: ArmName; readonly without: Rung | undefined };
type Found = Pick<AccuracyReport, 'arms' | 'ladder' | 'notRun'>;

export async function compare({ arms, ablate, cases }: Comparison, world: World): Promise<Found> {
  const done: Measured[] = [];
  const notRun: { what: string; why: string }[] = [];
  for (const pass of passesOf(arms, ablate)) {
    const what = nameOf(pass);
    const lacked = lackedBy(pass.arm, world.manifest);
    if (lacked.length > 0) {
      notRun.push({ what, why: `the model manifest has no ${lacked.join(', ')}` });
      continue;
    }
    try {
      const outcomes = await outcomesOf(pass, cases, world);
      done.push({ ...pass, outcomes, figures: figuresOf(outcomes) });
    } catch (error) {
      notRun.push({ what, why: firstLine(error) });
    }
  }
  const ladder = ablate.length === 0 ? [] : done.filter(({ arm }) => arm === 'chain');
  return { arms: done.filter(({ without }) => without === undefined), ladder, notRun };
}

/** A rung's worth shows beside the whole ladder, so that is measured too. */
function passesOf(arms: readonly ArmName[], ablate: readonly Rung[]): readonly Pass[] {
  const whole = ARMS.filter((arm) => arms.includes(arm) || (arm === 'chain' && ablate.length > 0));
  return [
    ...whole.map((arm) => ({ arm, without: undefined })),
    ...ablate.map((without) => ({ arm: 'chain' as const, without })),
  ];
}

export const nameOf = ({ arm, without }: Pass): string => (without === undefined ? arm : `${arm} without ${without}`);

async function outcomesOf(pass: Pass, cases: readonly EvalCase[], world: World): Promise<readonly Outcome[]> {
  const { runAlone, tell } = world;
  const arm = armOf[pass.arm];
  tell(`${nameOf(pass)}: ${cases.length} cases`);
  const outcomes = arm.kind === 'alone' ? await runAlone(cases) : await byCrew(arm, pass.without, cases, world);
  tell(`${nameOf(pass)}: ${outcomes.filter(endedRight).length} of ${outcomes.length} right`);
  return outcomes;
}

async function byCrew(
  { mode, bare }: Extract<Arm, { kind: 'crew' }>,
  without: Rung | undefined,
  cases: readonly EvalCase[],
  { manifest, packs, startCrew, runCases }: World,
): Promise<readonly Outcome[]> {
  using models = bare ? bareModels(manifest) : undefined;
  await using crew = await startCrew({ modelsFolder: models?.folder ?? manifest.folder, without });
  const results = await runCases(crew, cases, mode);
  return results.map((result, index) => outcomeOf(packs, cases[index] as EvalCase, result));
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

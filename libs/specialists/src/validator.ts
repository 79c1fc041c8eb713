/**
 * The validator's three questions to one encoder: is the proposed call right, is the result what the call should give,
 * and is the finished run what was asked for? The deterministic checks (checks.ts) come first and stand; then the model
 * may object, if its probability reaches the head's measured limit.
 *
 * The third question is not put as it stands: an encoder this small can't compare a list of steps with a request (58 % right,
 * hardly better than chance). It reads the request alone and says which variation was asked for; code compares.
 *
 * The texts put what is judged first and the request last. Values appear as where they come from (`validate_order.zone`), for
 * the encoder can't compare spellings but reads well that a cost was taken from a weight; in a request they are marked. What
 * the pack settles is left out of a call: code has compared it, and an encoder that averages over its words would hear less of the rest.
 */
import type { JsonValue, StepResult, Verdict } from '@pitcrew/contracts';
import { type Pack, toolOf } from '@pitcrew/workflow';
import { type Aliased, aliased, marked, type Taken } from './aliases.ts';
import { type CallTask, isItem, isSettled, type RunTask, referencesTo, type StepTask, sameName } from './checks.ts';
import { type Decision, head, probability, type ValidatorThresholds } from './decision.ts';
import { asText, fieldOf } from './result-line.ts';
import type { DeciderRow } from './rows.ts';
import { deciderText, shorten } from './text.ts';

/** For each head the good label first, the bad one second. */
export const VALIDATOR_LABELS = {
  call: ['right', 'wrong'],
  step: ['expected', 'unexpected'],
} as const satisfies Record<string, readonly [string, string]>;
export type ValidatorHead = keyof typeof VALIDATOR_LABELS;

/** One head a workflow, its labels the pack's variations. */
export const runHead = (workflow: string): string => `run.${workflow}`;

export const VALIDATOR_REQUEST_CHARACTERS_MAX = 800;
const VALUE_CHARACTERS_MAX = 40;
const REFERENCES_SHOWN_MAX = 2;

export function callInput(task: CallTask): string {
  const names = aliased(task.request, VALIDATOR_REQUEST_CHARACTERS_MAX);
  const open = argumentsOf(task).filter((name) => !isSettled(task, name));
  return names.shaped(`call ${callLine(task, open, names)} | ${marked(names.text, takenOf(task, names))}`);
}

export function stepInput(task: StepTask): string {
  const names = aliased(task.request, VALIDATOR_REQUEST_CHARACTERS_MAX);
  return names.shaped(
    `step ${callLine(task, argumentsOf(task), names)} | result ${resultText(task, names)} | ${names.text}`,
  );
}

export const runInput = ({ pack, request }: Pick<RunTask, 'pack' | 'request'>): string =>
  `run ${pack.name} | ${deciderText(request, VALIDATOR_REQUEST_CHARACTERS_MAX)}`;

/** Without a decision the checks alone speak: a pack whose heads are not trained yet still gets them. */
export function parseVerdict(
  question: ValidatorHead,
  findings: readonly string[],
  decision: Decision | undefined,
  thresholds: ValidatorThresholds,
): Verdict {
  const [, bad] = VALIDATOR_LABELS[question];
  const badness = decision === undefined ? 0 : probability(head(decision, question), bad);
  return verdictOf(findings, badness, thresholds[question], OBJECTIONS[question]);
}

/** The run carried one variation out; the doubt is the probability that another one was asked for. */
export function parseRunVerdict(
  { pack, variation }: Pick<RunTask, 'pack' | 'variation'>,
  findings: readonly string[],
  decision: Decision | undefined,
  thresholds: ValidatorThresholds,
): Verdict {
  const badness = decision === undefined ? 0 : 1 - probability(head(decision, runHead(pack.name)), variation);
  return verdictOf(findings, badness, thresholds.run, OBJECTIONS.run);
}

function verdictOf(findings: readonly string[], badness: number, limit: number, objection: string): Verdict {
  if (findings.length > 0) return { passed: false, confidence: 1, findings: [...findings] };
  if (badness < limit) return { passed: true, confidence: 1 - badness, findings: [] };
  return { passed: false, confidence: badness, findings: [objection] };
}

export function validatorRow(question: ValidatorHead, text: string, good: boolean, voice: string): DeciderRow {
  const [goodLabel, badLabel] = VALIDATOR_LABELS[question];
  return { text, labels: { [question]: good ? goodLabel : badLabel }, voice };
}

export const runRow = (request: string, pack: Pack, variation: string, voice: string): DeciderRow => ({
  text: runInput({ pack, request }),
  labels: { [runHead(pack.name)]: variation },
  voice,
});

const OBJECTIONS: Readonly<Record<ValidatorHead | 'run', string>> = {
  call: 'the arguments do not fit what the request asks for',
  step: 'the result is not what this call should give',
  run: 'the steps that were done are not what the request asks for',
};

const argumentsOf = ({ pack, tool }: CallTask): readonly string[] => Object.keys(toolOf(pack, tool)?.arguments ?? {});

function callLine(task: CallTask, names: readonly string[], aliases: Aliased): string {
  const shown = names.map((name) => {
    const value = task.arguments[name];
    return `${name}=${value === undefined ? 'none' : origin(task, name, value, aliases)}`;
  });
  return [task.tool, ...shown].join(' ');
}

/** The arguments whose values come from the request, as far as code can tell. */
function takenOf(task: CallTask, names: Aliased): readonly Taken[] {
  const given = Object.entries(task.arguments).filter(
    ([name, value]) => !isItem(task, value) && referencesTo(task, name, value).length === 0,
  );
  return given.map(([argument, value]) => ({ argument, shown: names.show(asText(value)) }));
}

/** Where a value comes from: the references that hold it, else its words in the request. */
function origin(task: CallTask, name: string, value: JsonValue, names: Aliased): string {
  if (isItem(task, value)) return 'item';
  const references = referencesTo(task, name, value).slice(0, REFERENCES_SHOWN_MAX);
  if (references.length > 0) return references.map((reference) => withTool(task, reference)).join('|');
  return names.show(shorten(asText(value), VALUE_CHARACTERS_MAX));
}

/** `$s1.zone` as `validate_order.zone`: step numbers differ between plans, tools don't. */
function withTool(task: CallTask, reference: string): string {
  const [step, ...path] = reference.slice(1).split('.');
  return [task.history.find((done) => done.step === step)?.tool ?? step, ...path].join('.');
}

/** Fields that repeat an argument say whether it is the same; others show their value; a declared field may be absent. */
function resultText(task: StepTask, names: Aliased): string {
  const declared = Object.keys(toolOf(task.pack, task.tool)?.result ?? {});
  if (declared.length === 0) return names.show(shorten(asText(task.result), 4 * VALUE_CHARACTERS_MAX));
  const done = { step: 's1' as StepResult['step'], tool: task.tool, result: task.result };
  return declared
    .map((path) => {
      const value = fieldOf(done, path);
      if (value === undefined) return `${path}=absent`;
      const asked = task.arguments[path];
      if (asked !== undefined) return `${path}=${sameName(asText(asked), asText(value)) ? 'same' : 'other'}`;
      return `${path}=${shorten(asText(value), VALUE_CHARACTERS_MAX)}`;
    })
    .join(' ');
}

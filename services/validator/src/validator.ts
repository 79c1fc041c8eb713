/** The validator's three handlers: what code can say for certain comes first, then the encoder's opinion on the rest. */
import { type JsonValue, nothingUsed, type Usage, type Verdict, type validatorService } from '@pitcrew/contracts';
import type { Decider } from '@pitcrew/model';
import { type Handlers, unknownVariation, unknownWorkflow } from '@pitcrew/rpc';
import {
  callFindings,
  callInput,
  needsOpinion,
  parseRunVerdict,
  parseVerdict,
  runFindings,
  runHead,
  runInput,
  stepFindings,
  stepInput,
  VALIDATOR_LABELS,
  type ValidatorHead,
  type ValidatorThresholds,
} from '@pitcrew/specialists';
import { type Pack, variationOf } from '@pitcrew/workflow';

type Validator = {
  readonly decider: Decider;
  readonly packs: readonly Pack[];
  readonly thresholds: ValidatorThresholds;
};

export function createValidator({
  decider,
  packs,
  thresholds,
}: Validator): Handlers<(typeof validatorService)['methods']> {
  const unasked = nothingUsed(decider.model);
  const judge = async (
    question: ValidatorHead,
    findings: readonly string[],
    text: string,
    signal: AbortSignal,
  ): Promise<{ verdict: Verdict; usage: Usage }> => {
    if (findings.length > 0)
      return { verdict: parseVerdict(question, findings, undefined, thresholds), usage: unasked };
    const allowed = { [question]: [...VALIDATOR_LABELS[question]] };
    const decision = await decider.decide(text, { signal, allowed });
    return { verdict: parseVerdict(question, findings, decision, thresholds), usage: decision.usage };
  };
  const packOf = (workflow: string): Pack =>
    packs.find(({ name }) => name === workflow) ?? unknownWorkflow('validator', workflow);

  return {
    judgeCall: async ({ workflow, itemValue, afterRefusal, ...request }, { signal }) => {
      const task = { ...request, ...itemOf(itemValue), pack: packOf(workflow) };
      const findings = callFindings(task);
      // The encoder is not told what a tool has refused, and to leave out what the request says is a mistake to it.
      if (afterRefusal || !needsOpinion(task))
        return { verdict: parseVerdict('call', findings, undefined, thresholds), usage: unasked };
      return judge('call', findings, callInput(task), signal);
    },
    judgeStep: async ({ workflow, itemValue, ...request }, { signal }) => {
      const task = { ...request, ...itemOf(itemValue), pack: packOf(workflow) };
      return judge('step', stepFindings(task), stepInput(task), signal);
    },
    judgeRun: async ({ workflow, ...request }, { signal }) => {
      const task = { ...request, pack: packOf(workflow) };
      if (variationOf(task.pack, task.variation) === undefined) unknownVariation('validator', workflow, task.variation);
      const allowed = { [runHead(workflow)]: Object.keys(task.pack.variations) };
      const decision = await decider.decide(runInput(task), { signal, allowed });
      return { verdict: parseRunVerdict(task, runFindings(task), decision, thresholds), usage: decision.usage };
    },
  };
}

const itemOf = (itemValue: { readonly result: JsonValue } | undefined) =>
  itemValue === undefined ? {} : { itemValue: itemValue.result };

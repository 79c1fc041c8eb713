/** Propose: one step to one tool call. The model chooses among values that code has enumerated, and code resolves them. */
import { type executorService, nothingUsed } from '@pitcrew/contracts';
import type { Writer } from '@pitcrew/model';
import { failPoint, type Handlers, unknownTool, unknownWorkflow } from '@pitcrew/rpc';
import { type ExecutorTask, executorFields, openFields, parseCall } from '@pitcrew/specialists';
import { type Pack, toolOf } from '@pitcrew/workflow';
import { promptWithin } from './prompt-within.ts';

type Proposer = { readonly writer: Writer; readonly packs: readonly Pack[] };
type Propose = Pick<Handlers<(typeof executorService)['methods']>, 'propose'>;

/** The first mending of a failed call is as sure as the first try; from the second on the model looks for other ways. */
const OTHER_TEMPERATURE = 0.9;

export function createProposer({ writer, packs }: Proposer): Propose {
  return {
    propose: async ({ tenant, workflow, itemValue, ...request }, { signal }) => {
      failPoint('executor.before-propose');
      const pack = packs.find(({ name }) => name === workflow) ?? unknownWorkflow('executor', workflow);
      if (toolOf(pack, request.tool) === undefined) unknownTool('executor', workflow, request.tool);
      const task: ExecutorTask = {
        ...request,
        pack,
        ...(itemValue === undefined ? {} : { itemValue: itemValue.result }),
      };
      const found = executorFields(task);
      if (found.kind === 'missing') return { proposal: { kind: 'missing', argument: found.argument } };
      const sampling = samplingFor(request.failures.length);
      const open = openFields(found.fields);
      const { values, usage } =
        open.length === 0
          ? { values: [], usage: nothingUsed(writer.model) }
          : await writer.write({ prompt: promptWithin(writer, task, open), tenant, fields: open, ...sampling, signal });
      failPoint('executor.after-propose');
      const { arguments: args, sources } = parseCall(task, found.fields, values);
      return { proposal: { kind: 'proposed', arguments: args, sources: [...sources], usage } };
    },
  };
}

export const samplingFor = (failures: number): { temperature?: number; seed?: number } =>
  failures < 2 ? {} : { temperature: OTHER_TEMPERATURE, seed: failures };

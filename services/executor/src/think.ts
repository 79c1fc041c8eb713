/**
 * Think: one turn of the single model. The first turn makes the plan and the first call, a later one the next call, and the
 * last finds no step left. The model is asked for what is open; code expands the list into the plan and resolves the call.
 */
import { type executorService, nothingUsed, type TenantId, type Thinking } from '@pitcrew/contracts';
import type { Writer } from '@pitcrew/model';
import { failPoint, type Handlers, RpcError, unknownWorkflow } from '@pitcrew/rpc';
import {
  missingArgument,
  parseTurn,
  readScratchpad,
  type ScratchpadTask,
  scratchpadForm,
  scratchpadPlan,
  scratchpadPrompt,
  settledTurn,
  type Turn,
} from '@pitcrew/specialists';
import { checkPlan, type Pack } from '@pitcrew/workflow';
import { samplingFor } from './propose.ts';

/** Without a writer this executor has no model that keeps a scratchpad. */
type Thinker = { readonly writer: Pick<Writer, 'model' | 'write'> | undefined; readonly packs: readonly Pack[] };
type Think = Pick<Handlers<(typeof executorService)['methods']>, 'think'>;

export function createThinker({ writer, packs }: Thinker): Think {
  return {
    think: async ({ tenant, workflow, itemValue, step, ...request }, { signal }) => {
      failPoint('executor.before-think');
      if (writer === undefined) throw notTrained();
      const pack = packs.find(({ name }) => name === workflow) ?? unknownWorkflow('executor', workflow);
      const task: ScratchpadTask = {
        ...request,
        pack,
        step: step && Number(step.slice(1)),
        ...(itemValue === undefined ? {} : { itemValue: itemValue.result }),
      };
      assertReadable(task);
      const { turn, confidence, usage } = await turnOf(writer, tenant, task, signal);
      failPoint('executor.after-think');
      return { thinking: thinkingOf(task, turn, confidence, usage) };
    },
  };
}

/** The list comes back from the caller; what no turn of this pack can have written is refused, not carried on. */
function assertReadable({ pack, scratchpad, step = 0 }: ScratchpadTask): void {
  if (scratchpad === undefined) return;
  try {
    if (readScratchpad(pack, scratchpad).steps.length < step)
      throw new RangeError(`the scratchpad has no step ${step}`);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RpcError({ code: 'INVALID_ARGUMENT', reason: 'INVALID_SCRATCHPAD', field: 'scratchpad', message, cause });
  }
}

async function turnOf(
  writer: NonNullable<Thinker['writer']>,
  tenant: TenantId,
  task: ScratchpadTask,
  signal: AbortSignal,
) {
  const fields = scratchpadForm(task);
  const settled = settledTurn(fields);
  if (settled !== undefined) return { turn: parseTurn(task, settled), confidence: 1, usage: nothingUsed(writer.model) };
  const sampling = samplingFor(task.failures.length);
  const { values, confidences, usage } = await writer.write({
    prompt: scratchpadPrompt(task),
    tenant,
    fields,
    ...sampling,
    signal,
  });
  const turn = parseTurn(task, values);
  // The plan is as sure as its lines; how sure the call's values are says nothing of it.
  const confidence = confidences.slice(0, turn.lines).reduce((product, one) => product * one, 1);
  return { turn, confidence, usage };
}

function thinkingOf(
  task: ScratchpadTask,
  { text, scratchpad, call }: Turn,
  confidence: number,
  usage: ReturnType<typeof nothingUsed>,
): Thinking {
  const { pack } = task;
  if (task.scratchpad === undefined) {
    const plan = scratchpadPlan(pack, scratchpad);
    const problems = checkPlan(pack, plan);
    if (problems.length > 0) throw new Error(`${pack.name}, ${plan.variation}: ${problems.join('; ')}`);
    const firstCall = call && { ...call, sources: [...call.sources] };
    return { kind: 'planned', plan, packDigest: pack.digest, confidence, scratchpad: text, firstCall, usage };
  }
  if (scratchpad.current === undefined) return { kind: 'finished', scratchpad: text, usage };
  const tool = scratchpad.steps[scratchpad.current - 1]?.tool ?? '';
  if (call === undefined) return { kind: 'missing', argument: missingArgument(task, tool) ?? '' };
  return { kind: 'called', arguments: call.arguments, sources: [...call.sources], scratchpad: text, usage };
}

const notTrained = (): RpcError =>
  new RpcError({
    code: 'FAILED_PRECONDITION',
    reason: 'NO_SCRATCHPAD_MODEL',
    message:
      'this executor has no model that keeps a scratchpad: its manifest has no specialist "scratchpad". Train one with `npm run train` and start the executor again, or submit the request with mode chain',
  });

/**
 * The single model as the run machine's effects need it: one turn makes the plan and the first call, each later turn one
 * call, and the last finds no step left. What it writes travels in the facts, so a replay needs no model.
 */
import {
  digestOf,
  type executorService,
  type FactBody,
  type JsonObject,
  nothingUsed,
  type StepId,
  type Thinking,
} from '@pitcrew/contracts';
import { type Client, isRpcError } from '@pitcrew/rpc';
import type { RunState } from '@pitcrew/run';

type Executor = Client<(typeof executorService)['methods']>;
type Request = Parameters<Executor['think']>[0];
export type Think = (request: Request, signal: AbortSignal) => Promise<Thinking>;

type Place = { readonly step: StepId; readonly item: number; readonly attempt: number };
type Call = {
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly sources: Extract<Thinking, { kind: 'called' }>['sources'];
};

/** An executor without such a model can never plan this run: it ends at once and says what to do. */
export async function planByThinking(think: Think, request: Request, signal: AbortSignal): Promise<FactBody> {
  try {
    const thinking = await think(request, signal);
    if (thinking.kind !== 'planned') throw new Error(`the first turn must make a plan, not be ${thinking.kind}`);
    return { ...thinking, kind: 'plan-proposed' };
  } catch (error) {
    if (!isRpcError(error, 'FAILED_PRECONDITION') || error.reason !== 'NO_SCRATCHPAD_MODEL') throw error;
    return { kind: 'plan-refused', message: error.message };
  }
}

/** The call that came with the plan is taken as it is; it was written for these very arguments. */
export async function callByThinking(
  think: Think,
  state: RunState,
  place: Place,
  request: Request,
  signal: AbortSignal,
): Promise<FactBody> {
  const { step, item, attempt } = place;
  const tool = state.plan?.steps.find(({ id }) => id === step)?.tool ?? '';
  const isFirst = state.plan?.steps[0]?.id === step && item === 0 && attempt === 1;
  if (isFirst && state.firstCall !== undefined && state.scratchpad !== undefined)
    return proposed(state, place, state.firstCall, state.scratchpad, nothingUsed(''));
  const thinking = await think(request, signal);
  if (thinking.kind === 'missing')
    return { kind: 'call-refused', ...place, message: `the request does not say which ${thinking.argument}` };
  if (thinking.kind !== 'called') throw new Error(`a turn for ${step} must make a call, not be ${thinking.kind}`);
  return proposed(state, place, { ...thinking, tool }, thinking.scratchpad, thinking.usage);
}

/** The scratchpad in which every step is through. */
export async function lastScratchpad(think: Think, request: Request, signal: AbortSignal): Promise<string> {
  const thinking = await think(request, signal);
  if (thinking.kind !== 'finished') throw new Error(`the last turn must find no step left, not be ${thinking.kind}`);
  return thinking.scratchpad;
}

function proposed(
  { run }: RunState,
  place: Place,
  { tool, arguments: args, sources }: Call,
  scratchpad: string,
  usage: Extract<Thinking, { kind: 'called' }>['usage'],
): FactBody {
  const argumentDigest = digestOf(args);
  const idempotencyKey = digestOf([run ?? '', place.step, place.item, argumentDigest]);
  const call = { ...place, tool, arguments: args, sources: [...sources], argumentDigest, idempotencyKey };
  return { kind: 'call-proposed', ...call, usage, scratchpad };
}

/** What the first call cost is counted with the plan. */

/**
 * One turn of a dialogue put to the executor, and whether the answer is right. The history is the file's own, not what the
 * crew answered before. A turn of several calls is asked as many times, the calls answered so far shown as under way, and is
 * exact when the calls are the expected ones in any order.
 */
import {
  type ChatMessage,
  canonicalJson,
  type executorService,
  type NextCall,
  type TenantId,
} from '@pitcrew/contracts';
import type { Client } from '@pitcrew/rpc';
import { callsUnderWay, type DialogueTurn, type GoldCall, goldPath, questionsOf } from '@pitcrew/specialists';

export type Executor = Pick<Client<(typeof executorService)['methods']>, 'call'>;

/** A small model on a busy machine reads a long conversation in a few seconds. */
export const TURN_DEADLINE_MS = 120_000;

export type TurnResult = {
  readonly line: number;
  readonly message: number;
  readonly kind: 'call' | 'none';
  readonly expected: readonly GoldCall[];
  readonly got: readonly NextCall[];
  readonly exact: boolean;
  /** Of a call: whether the tools are right, whatever their arguments. */
  readonly rightName: boolean;
  /** An argument of the expected call that the form has no option for: no answer could have been exact. */
  readonly unsupported: string | undefined;
  readonly trained: boolean;
  readonly latencyMs: number;
  readonly model: string;
};

export async function askTurn(executor: Executor, tenant: TenantId, turn: DialogueTurn): Promise<TurnResult> {
  const startedAt = performance.now();
  const { line, message, tools, calls: expected } = turn;
  const got: NextCall[] = [];
  let messages: readonly ChatMessage[] = turn.messages;
  let answered = { trained: false, model: '' };
  for (let asked = 0; asked < Math.max(1, expected.length); asked += 1) {
    const request = { tenant, messages: [...messages], tools: [...tools] };
    const { next, trained, usage } = await executor.call(request, { deadlineMs: TURN_DEADLINE_MS });
    answered = { trained, model: usage.model };
    got.push(next);
    if (next.kind !== 'called') break;
    messages = [...turn.messages, callsUnderWay(got.filter((each) => each.kind === 'called'))];
  }
  return {
    line,
    message,
    kind: expected.length === 0 ? 'none' : 'call',
    expected,
    got,
    ...judged(expected, got),
    unsupported: unsupportedOf(turn),
    latencyMs: performance.now() - startedAt,
    ...answered,
  };
}

export function judged(expected: readonly GoldCall[], got: readonly NextCall[]) {
  const called = got.filter((next) => next.kind === 'called');
  if (expected.length === 0) {
    const exact = got.every(({ kind }) => kind === 'none');
    return { exact, rightName: exact };
  }
  const same = (print: (call: GoldCall) => string): boolean =>
    canonicalJson(expected.map(print).sort()) === canonicalJson(called.map(print).sort());
  const named = got.flatMap((next) => (next.kind === 'none' ? [] : [next.tool]));
  return {
    exact: same(({ tool, arguments: args }) => canonicalJson([tool, args])),
    rightName: canonicalJson(expected.map(({ tool }) => tool).sort()) === canonicalJson(named.sort()),
  };
}

/** The first of the turn's calls that no answer could say. */
function unsupportedOf(turn: DialogueTurn): string | undefined {
  for (const { conversation, gold } of questionsOf(turn)) {
    const { unsupported } = goldPath(conversation, gold);
    if (unsupported !== undefined) return `${gold?.tool}.${unsupported}`;
  }
  return undefined;
}

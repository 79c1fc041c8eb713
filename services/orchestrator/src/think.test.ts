/** Whole runs in scratchpad mode: the real machine and the real crew, with specialists that answer by script. */
import { newInstanceId, type Outcome, RunId, TenantId, type Thinking } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { checkHistory } from '@pitcrew/run/check-history';
import { orderPlan, packDigest, passed, rules, usage } from '@pitcrew/run/scripted';
import { describe, expect, it } from 'vitest';
import { createCrew, type Specialists } from './crew.ts';
import { createEscalation } from './escalate.ts';
import { createRunOwner } from './own-run.ts';
import type { Place, Ports } from './ports.ts';
import { seeded } from './simulation/random.ts';
import { createLog } from './simulation/simulated-log.ts';

const place: Place = { tenant: TenantId.parse('t'), run: RunId.parse('00000000-0000-4000-8000-000000000001') };
const route = { workflow: 'order-processing', workflowConfidence: 1, clarity: 'clear', clarityConfidence: 1 } as const;
type Asked = Parameters<Specialists['executor']['think']>[0];

/** What a turn is asked, in a line: its step, whether it has a scratchpad, its results and failures. */
const told = ({ step, scratchpad, history, failures }: Asked): string =>
  [
    step ?? 'no step',
    scratchpad ?? 'no scratchpad',
    history.map((done) => done.step).join(' '),
    ...failures.map(({ message }) => message),
  ].join('; ');

async function run(
  think: (asked: Asked) => Thinking,
  perform: (tool: string, args: object) => Outcome = () => ({ kind: 'succeeded', result: {} }),
) {
  const turns: string[] = [];
  const planned: string[] = [];
  const specialists = {
    router: { route: async () => ({ route, question: '', usage }) },
    planner: { plan: async () => planned.push('asked') },
    executor: {
      think: async (asked: Asked) => {
        turns.push(told(asked));
        return { thinking: think(asked) };
      },
      perform: async ({ tool, arguments: args }: { tool: string; arguments: object }) => ({
        outcome: perform(tool, args),
        latencyMs: 1,
      }),
    },
    validator: Object.fromEntries(
      ['judgeCall', 'judgeStep', 'judgeRun'].map((name) => [name, async () => ({ verdict: passed, usage })]),
    ),
  } as unknown as Specialists;
  const log = createLog(seeded(1), 0);
  const body = { kind: 'run-requested', requestId: 'r', request: 'Process order #4521', mode: 'scratchpad' } as const;
  const event = {
    schemaVersion: 1,
    id: `${place.run}:in:0`,
    ...place,
    epoch: 0,
    at: new Date(0).toISOString(),
  } as const;
  log.append({ ...event, traceparent: '', body }, 0);
  const ports: Ports = {
    log: {
      read: async (_, after) => log.events.filter(({ sequence }) => sequence > after),
      append: async (_, fact, expected) => log.append(fact, expected),
    },
    crew: { ...createCrew(specialists, rules), ...createEscalation(undefined) },
    timers: { schedule: async () => undefined },
    clock: { now: () => new Date(0), sleep: async () => undefined },
    rules,
    expiry: { approvalMs: () => 1000, reviewMs: () => 1000, clarificationMs: 1000 },
    onFact: () => undefined,
  };
  const owner = createRunOwner(ports, { ask: async () => 'silent' }, newInstanceId());
  await owner.wake(place, { signal: new AbortController().signal, lastTry: false }, 1);
  const bodies = log.events.map((stored) => stored.event.body);
  return { turns, planned, bodies, history: log.events };
}

/** Plans the order, calls each step with its own name, and writes which turn it was. */
function orderly({ step, scratchpad }: Asked): Thinking {
  const firstCall = { tool: 'validate_order', arguments: { call: 's1' }, sources: [] };
  if (scratchpad === undefined)
    return { kind: 'planned', plan: orderPlan, packDigest, confidence: 0.9, scratchpad: 'turn 1', firstCall, usage };
  if (step === undefined) return { kind: 'finished', scratchpad: 'all done', usage };
  return { kind: 'called', arguments: { call: step }, sources: [], scratchpad: `turn ${step.slice(1)}`, usage };
}

describe('a run in scratchpad mode', () => {
  it('asks one model turn by turn, and the planner never', async () => {
    const { turns, planned, bodies, history } = await run(orderly);
    expect(turns).toEqual([
      'no step; no scratchpad; ',
      's2; turn 1; s1',
      's3; turn 2; s1 s2',
      's4; turn 3; s1 s2 s3',
      'no step; turn 4; s1 s2 s3 s4',
    ]);
    expect(planned).toEqual([]);
    expect(checkHistory(history, { ended: true })).toEqual([]);
    expect(bodies.at(-1)).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
    expect(bodies.find(({ kind }) => kind === 'run-judged')).toMatchObject({ scratchpad: 'all done' });
    expect(bodies.flatMap((each) => (each.kind === 'call-proposed' ? [each.scratchpad] : []))).toEqual([
      ...['turn 1', 'turn 2', 'turn 3', 'turn 4'],
    ]);
  });

  it('works on one step at a time, though two could begin', async () => {
    const { bodies } = await run(orderly);
    const calls = bodies.flatMap((each) =>
      each.kind === 'call-proposed' || each.kind === 'step-succeeded' ? [`${each.kind} ${each.step}`] : [],
    );
    expect(calls).toEqual(
      ['s1', 's2', 's3', 's4'].flatMap((step) => [`call-proposed ${step}`, `step-succeeded ${step}`]),
    );
  });

  it('tells the model of a failed call, with the scratchpad of that turn', async () => {
    const mending = (asked: Asked): Thinking => {
      const thinking = orderly(asked);
      if (thinking.kind !== 'called') return thinking;
      return { ...thinking, arguments: { call: asked.step ?? '', attempt: asked.failures.length } };
    };
    const { turns, bodies } = await run(mending, (tool, args) =>
      tool === 'check_inventory' && JSON.stringify(args).includes('"attempt":0')
        ? { kind: 'failed', errorClass: 'input', executed: 'no', message: 'not in warehouse_east' }
        : { kind: 'succeeded', result: {} },
    );
    expect(turns[2]).toBe('s2; turn 2; s1; not in warehouse_east');
    expect(bodies.at(-1)).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
  });

  it('ends at once, with what to train, when the executor has no such model', async () => {
    const message = 'train one with `npm run train`';
    const { bodies } = await run(() => {
      throw new RpcError({ code: 'FAILED_PRECONDITION', reason: 'NO_SCRATCHPAD_MODEL', message });
    });
    expect(bodies.at(-1)).toMatchObject({ status: 'failed', stopReason: 'plan_refused', account: message });
  });
});

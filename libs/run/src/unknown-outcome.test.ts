/** R3 where the two calls of one step fail in different ways: what may have had an effect is never repeated under another id. */
import type { EventBody, Outcome, Plan, StoredEvent } from '@pitcrew/contracts';
import { expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Effect } from './effect.ts';
import { evolve } from './evolve.ts';
import { failed, planOf, play, rules, scriptedCrew, storedEvent, succeeded } from './scripted.ts';
import { scriptedRepair } from './scripted-repair.ts';

/** A step that is run for two names. */
function twice(tool: string): Plan {
  const plan = planOf({ s1: ['list'], s2: [tool, 's1'] });
  const steps = plan.steps.map((step) => (step.id === 's2' ? { ...step, forEach: '$s1.names' } : step));
  return { ...plan, steps };
}

type Perform = Extract<Effect, { kind: 'perform' }>;
const performed = ({ step, item, attempt, performance }: Perform, outcome: Outcome): EventBody => ({
  kind: 'call-performed',
  ...{ step, item, attempt, performance },
  outcome,
  latencyMs: 1,
});

/** A run whose second step has both of its calls under way. */
function bothUnderWay(tool: string) {
  const answer = scriptedCrew({
    plan: twice(tool),
    arguments: (_, attempt) => ({ attempt }),
    perform: (called) => succeeded(called === 'list' ? { names: ['a', 'b'] } : { ok: true }),
    replan: (state, failure) => scriptedRepair(rules, state, failure, 'skip'),
  });
  const begun = play(rules, 'go', (effect, state) =>
    effect.kind === 'perform' && effect.tool === tool ? undefined : answer(effect, state),
  );
  const log: StoredEvent[] = [...begun.events];
  let { state } = begun;
  const append = (body: EventBody, epoch = state.epoch): void => {
    const stored = storedEvent(log, epoch, body);
    log.push(stored);
    state = evolve(state, stored);
  };
  const othersThanPerform = () => decide(rules, state).find(({ kind }) => kind !== 'perform');
  for (let next = othersThanPerform(); next !== undefined; next = othersThanPerform())
    append(answer(next, state) as EventBody);
  const calls = decide(rules, state).filter((effect) => effect.kind === 'perform') as [Perform, Perform];
  expect(calls).toHaveLength(2);
  const claimedByAnother = () => append({ kind: 'run-claimed', owner: state.owner as never }, state.epoch + 1);
  /** Plays to the end; the kinds of what the machine wants. */
  const wanted = (): string[] => {
    const kinds: string[] = [];
    for (
      let [effect] = decide(rules, state);
      effect !== undefined && kinds.length < 50;
      [effect] = decide(rules, state)
    ) {
      kinds.push(effect.kind);
      append(effect.kind === 'append' ? effect.body : (answer(effect, state) as EventBody));
    }
    return kinds;
  };
  return { calls, append, claimedByAnother, wanted, finished: () => state.finished };
}

const impossible = failed('logic', 'impossible');

it.each([
  ['of which nobody knows whether it took effect', failed('input', 'half done', 'unknown'), false],
  ['that may be the second time that it took effect', failed('logic', 'half done', 'unknown'), false],
  ['that surely did nothing', failed('input', 'no such thing'), true],
])('an impossible state beside a call %s', (_, other, replanned) => {
  const { calls, append, wanted, finished } = bothUnderWay('confirm_order');
  append(performed(calls[1], other));
  append(performed(calls[0], impossible));
  expect(wanted().includes('replan')).toBe(replanned);
  expect(finished()?.status).toBe(replanned ? 'succeeded' : 'partial');
});

it('an irreversible call that an earlier owner may have begun is not repeated by way of its sibling’s failure', () => {
  const { calls, append, claimedByAnother, wanted, finished } = bothUnderWay('launch');
  append(performed(calls[0], impossible));
  claimedByAnother();
  const kinds = wanted();
  expect(kinds).not.toContain('replan');
  expect(kinds).not.toContain('perform');
  expect(finished()?.status).toBe('partial');
});

/** What a run does without a rung of the ladder, and that it still ends with a legal history. */
import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import type { Effect } from './effect.ts';
import { parseRungs, RUNGS, type Rung } from './rungs.ts';
import { failed, play, rules, type Script, scriptedCrew, succeeded } from './scripted.ts';
import { scriptedRepair } from './scripted-repair.ts';
import { stories } from './stories.ts';

const playWithout = (without: readonly Rung[], script: Script) =>
  play({ ...rules, without: new Set(without) }, 'go', scriptedCrew(script), script);

const refusal = { passed: false, confidence: 0.9, findings: ['it is wrong.'] };
const wrongCalls: Script = { judgeCall: () => refusal };
const wrongResult: Script = { judgeStep: (tool) => ({ ...refusal, passed: tool !== 'calculate_shipping' }) };
const wrongRun: Script = { judgeRun: refusal };
const mendedByAnotherCall: Script = {
  arguments: (_, attempt) => ({ attempt }),
  perform: (_, __, args) => (args.attempt === 1 ? failed('input', 'no such order') : succeeded({ ok: true })),
};
const mendedByRepair: Script = {
  perform: (tool, _, __, step) =>
    tool === 'confirm_order' && step === 's4' ? failed('logic', 'the quote has expired') : succeeded({ ok: true }),
  replan: (state, failure) => scriptedRepair(rules, state, failure, 'refresh'),
};
const mendedByAnotherProposal: Script = {
  arguments: (_, attempt) => ({ attempt }),
  judgeCall: (_, attempt) => (attempt === 1 ? refusal : { ...refusal, passed: true }),
};

describe('a run without a rung', () => {
  it.each<[rung: Rung, why: string, script: Script, withRung: string, without: string]>([
    ['validator-call', 'acts on what the validator would refuse', wrongCalls, 'no_progress', 'completed'],
    ['validator-step', 'goes on with any result', wrongResult, 'verdict_failed', 'completed'],
    ['run-verdict', 'succeeds when its steps do', wrongRun, 'verdict_failed', 'completed'],
    ['regenerate', 'ends at wrong input', mendedByAnotherCall, 'max_errors_exceeded', 'input_error'],
    ['regenerate', 'ends at a refused proposal', mendedByAnotherProposal, 'completed', 'verdict_failed'],
    ['replan', 'ends at an impossible state', mendedByRepair, 'completed', 'logic_error'],
  ])('%s: it %s', (rung, _, script, withRung, without) => {
    expect(playWithout([], script).state.finished?.stopReason).toBe(withRung);
    expect(playWithout([rung], script).state.finished?.stopReason).toBe(without);
  });

  it.each<[Rung, Effect['kind']]>([
    ['validator-call', 'judge-call'],
    ['validator-step', 'judge-step'],
    ['run-verdict', 'judge-run'],
  ])('%s: nobody is asked to %s, and all else is as before', (rung, kind) => {
    const kinds = (without: readonly Rung[]) => playWithout(without, {}).effects.map((effect) => effect.kind);
    expect(kinds([])).toContain(kind);
    expect(kinds([rung])).toEqual(kinds([]).filter((each) => each !== kind));
  });

  it('ends in every story with a legal history, also without the whole ladder (R5, I1, I2)', () => {
    for (const { name, ended, script } of stories)
      for (const without of [...RUNGS.map((rung) => [rung]), RUNGS])
        expect(checkHistory(playWithout(without, script).events, { ended }), `${name} without ${without}`).toEqual([]);
  });
});

describe('the names of rungs', () => {
  it.each<[string | undefined, readonly Rung[]]>([
    [undefined, []],
    ['', []],
    [' , ', []],
    ['regenerate', ['regenerate']],
    ['validator-call, run-verdict', ['validator-call', 'run-verdict']],
  ])('%j', (text, rungs) => {
    expect([...parseRungs(text)]).toEqual(rungs);
  });

  it('refuse one that is not there, for it would measure nothing', () => {
    expect(() => parseRungs('validator')).toThrow(/there is no rung validator; the ladder has validator-call/);
  });
});

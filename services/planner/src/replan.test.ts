/** What the planner makes of an impossible state, with a scripted encoder and the packs of the repository. */
import { join } from 'node:path';
import { newRunId, ReplanRequest, stepId, TenantId } from '@pitcrew/contracts';
import { REPLAN_HEAD } from '@pitcrew/specialists';
import { expandPlan, loadPacks, type Pack } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { createReplanner } from './replan.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const usage = { model: 'scripted', inputTokens: 40, cachedTokens: 0, outputTokens: 0, prefillMs: 1, decodeMs: 0 };
const packNamed = (name: string): Pack => packs.find((pack) => pack.name === name) as Pack;

function asked(probabilities: Record<string, number>) {
  const texts: string[] = [];
  const [label = '', confidence = 0] = Object.entries(probabilities).sort((a, b) => b[1] - a[1])[0] ?? [];
  const decide = async (text: string) => {
    texts.push(text);
    return { heads: { [REPLAN_HEAD]: { label, confidence, probabilities } }, usage };
  };
  const { replan } = createReplanner({ decider: { decide }, packs, thresholds: { replan: 0.6 } });
  const call = { signal: new AbortController().signal } as Parameters<typeof replan>[1];
  const after = async (
    workflow: string,
    failed: number,
    stepsLeft = 4,
    plan = expandPlan(packNamed(workflow), 'full'),
  ) => {
    const finished = plan.steps.slice(0, failed - 1).map(({ id }) => id);
    const request = { tenant: TenantId.parse('t'), run: newRunId(), request: 'do it with 4521', workflow, plan };
    const failedStep = plan.steps[failed - 1]?.id ?? stepId(failed);
    const where = { finished, failedStep, message: 'quote 77 expired', firstOrdinal: 9 * plan.version, stepsLeft };
    return (await replan({ ...request, ...where }, call)).replanning;
  };
  return { after, texts };
}

describe('after an impossible state', () => {
  it('the encoder reads tool, message and request, and code expands its decision', async () => {
    const { after, texts } = asked({ refresh: 0.9, stop: 0.1 });
    const replanning = await after('order-processing', 4);
    expect(texts).toEqual(['replan confirm_order | quote 00 expired | do it with 0000']);
    expect(replanning).toMatchObject({ kind: 'revised', repair: 'refresh', confidence: 0.9, plan: { version: 2 } });
    expect(replanning.kind === 'revised' && replanning.plan.steps.map(({ id }) => id)).toEqual([
      's9',
      's10',
      's11',
      's12',
    ]);
  });

  it.each<[why: string, probabilities: Record<string, number>, workflow: string, failed: number, stepsLeft: number]>([
    ['it says so', { stop: 0.9, refresh: 0.1 }, 'order-processing', 4, 4],
    ['it is not sure enough', { refresh: 0.59, stop: 0.41 }, 'order-processing', 4, 4],
    ['the repair is impossible', { alternative: 0.9, refresh: 0.1 }, 'order-processing', 4, 4],
    ['too few steps are left', { refresh: 0.9, stop: 0.1 }, 'order-processing', 4, 2],
  ])('nothing is done where %s', async (_, probabilities, workflow, failed, stepsLeft) => {
    expect(await asked(probabilities).after(workflow, failed, stepsLeft)).toMatchObject({ kind: 'refused' });
  });

  it('a plan that was revised before is repaired again', async () => {
    const { after } = asked({ refresh: 0.9, stop: 0.1 });
    const first = await after('order-processing', 4);
    if (first.kind !== 'revised') throw new Error(first.message);
    const second = await after('order-processing', 4, 4, first.plan);
    expect(second).toMatchObject({ kind: 'revised', plan: { version: 3 } });
  });

  it("a plan that is not the pack's is refused, not repaired", async () => {
    const { after, texts } = asked({ refresh: 0.9, stop: 0.1 });
    const refused = { code: 'FAILED_PRECONDITION', reason: 'FOREIGN_PLAN', field: 'plan' };
    const foreign = expandPlan(packNamed('order-refund'), 'full');
    await expect(after('order-processing', 2, 4, foreign)).rejects.toMatchObject(refused);
    expect(texts).toEqual([]);
  });

  it.each([
    [900, true],
    [901, false],
  ])('the first new step may be s%i: %s', (firstOrdinal, accepted) => {
    const plan = expandPlan(packNamed('order-processing'), 'full');
    const place = { tenant: 't', run: newRunId(), request: 'x', workflow: 'order-processing', plan, finished: [] };
    const where = { failedStep: 's1', message: '', firstOrdinal, stepsLeft: 4 };
    expect(ReplanRequest.safeParse({ ...place, ...where }).success).toBe(accepted);
  });

  it('the encoder is not asked where no repair is possible', async () => {
    const { after, texts } = asked({ skip: 1 });
    expect(await after('employee-onboarding', 1, 7)).toMatchObject({ kind: 'refused' });
    expect(texts).toEqual([]);
  });
});

/**
 * Published figures of the same two patterns on models of 7B and 14B, beside which ours are printed, and what was advised
 * for which kind of workflow. Somebody else measured them, on other workflows: they say what to expect, not what to beat.
 */
import type { Metric, Scenario } from './arm-figures.ts';

export type PublishedTable = {
  readonly title: string;
  readonly columns: readonly string[];
  /** Values by column; none where nothing was published. */
  readonly rows: readonly { readonly metric: Metric; readonly what: string; readonly published: readonly string[] }[];
};

export const PUBLISHED_TABLES: readonly PublishedTable[] = [
  {
    title: 'A chain of specialists against one model',
    columns: ['one 7B, generic', 'one 7B, fine-tuned', 'chain of four 7B'],
    rows: [
      { metric: 'threeSteps', what: '3-step accuracy', published: ['41 %', '67 %', '89 %'] },
      { metric: 'fiveSteps', what: '5-step accuracy', published: ['18 %', '43 %', '81 %'] },
      { metric: 'latency', what: 'latency of a run', published: ['450 ms', '450 ms', '1400 ms'] },
      { metric: 'recovery', what: 'recovery from an error', published: ['12 %', '34 %', '78 %'] },
      { metric: 'recoveryTransient', what: '… transient', published: [] },
      { metric: 'recoveryInput', what: '… wrong input', published: [] },
      { metric: 'recoveryLogic', what: '… impossible state', published: [] },
    ],
  },
  {
    title: 'A scratchpad against plain fine-tuning',
    columns: ['7B, fine-tuned', '7B, scratchpad', '14B, scratchpad'],
    rows: [
      { metric: 'threeSteps', what: '3-step accuracy', published: ['67 %', '82 %', '91 %'] },
      { metric: 'fiveSteps', what: '5-step accuracy', published: ['43 %', '71 %', '85 %'] },
      { metric: 'plan', what: 'plan correctness', published: ['54 %', '88 %', '93 %'] },
      { metric: 'tokensPerStep', what: 'tokens a step (ours: those sampled)', published: ['45', '120', '130'] },
    ],
  },
];

export const SCENARIO_ADVICE: readonly {
  readonly scenario: Scenario;
  readonly what: string;
  readonly on7B: string;
  readonly advice: string;
}[] = [
  { scenario: 'shortLine', what: '2-3 steps in a line', on7B: 'yes', advice: 'scratchpad' },
  { scenario: 'longLine', what: '4-6 steps in a line', on7B: 'with a chain', advice: 'chain' },
  { scenario: 'branching', what: 'branches (if/else)', on7B: 'marginal', advice: '14B, or a frontier model plans' },
  {
    scenario: 'dynamicCount',
    what: 'number of steps not known before',
    on7B: 'no',
    advice: '14B with a scratchpad, or a frontier model plans',
  },
  {
    scenario: 'replanning',
    what: 'recovery with replanning',
    on7B: 'marginal',
    advice: '14B, or a chain with a replanner',
  },
  {
    scenario: 'manyTypes',
    what: 'ten workflow types and more',
    on7B: 'with good routing',
    advice: 'chain with a fine-tuned router',
  },
];

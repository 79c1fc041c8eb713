/** The data card, with the counts of this build: what the data is, who wrote it, how it was split and multiplied. */
import type { Built } from './build.ts';
import { NEAR_OVERLAP_MIN } from './duplicates.ts';
import { SEED } from './multiply.ts';
import type { Written } from './requests.ts';
import { SPLITS, type Split } from './splits.ts';

const KINDS: readonly Written['kind'][] = ['covered', 'uncovered', 'incomplete', 'ambiguous'];
const ROLES = ['router', 'planner', 'executor', 'validator', 'scratchpad', 'single'] as const;

export function dataCard(built: Built): string {
  const voices = (split: Split) => [...new Set(ofSplit(built, split).map(({ voice }) => voice))].sort();
  return `# Data card

Written by \`node tools/dataset/src/main.ts build\`; don't edit it by hand.

## What it is
${built.written.length} requests in English, as people at work would type them to an automation agent, with what each asks for. They train and
test Pitcrew's specialists. The requests stand in \`workflows/<pack>/requests\`, \`workflows/uncovered\` and \`workflows/unclear\`; one file a voice.

## Who wrote them
Language models wrote every request, one by one and without templates, in ${new Set(built.written.map(({ voice }) => voice)).size} voices: each a persona with a trade,
a temper and habits of typing (clipped, formal, dictated, second-language, forwarded mail, ...). No request was taken from a person, a product's
traffic or a published data set; names of people, customers and services are invented. Licence: Apache-2.0.

## Splits
By voice, so nobody whose words are tested was heard in training. A training request that shares ${NEAR_OVERLAP_MIN * 100} % of its words with a gate or test
request is left out (${built.refused.length} was).

${table(
  ['', ...SPLITS],
  [
    ['voices', ...SPLITS.map((split) => String(voices(split).length))],
    ...KINDS.map((kind) => [
      kind,
      ...SPLITS.map((split) => String(ofSplit(built, split).filter((row) => row.kind === kind).length)),
    ]),
  ],
)}

Gate: ${voices('gate').join(', ')}. Test: ${voices('test').join(', ')}. The gate split chooses thresholds and releases; the test split is looked at last.

Covered requests by what they ask for:

${table(['', ...SPLITS], variationRows(built))}

## Rows
Training rows are made from the requests, in \`.training/rows/<role>\`; the evaluation cases of \`workflows/eval\` are the gate and test requests as
they were written (${built.cases.gate.length} and ${built.cases.test.length}), of which ${failing(built, 'gate')} and ${failing(built, 'test')} meet a failed call to recover from.

Another ${built.recovery.gate.length} and ${built.recovery.test.length} cases, \`recovery-gate.jsonl\` and \`recovery-test.jsonl\`, meet one failure each, transient, input or logic in equal shares.

${table(
  ['', ...SPLITS],
  ROLES.map((role) => [role, ...SPLITS.map((split) => String(built.rows[split][role].length))]),
)}

- **Multiplied:** a training request also appears with other numbers and names in the same surface form (as many digits, the same case and joints of a
  name), half of the copies with one slip of typing. Names, teams and numbers of the splits are disjoint. Gate and test are not multiplied.
- **Router:** some of the covered training requests also appear without their number, in the words that people use then.
- **Planner:** the variation, the condition on a step, and which optional arguments are given; beside the requests stand impossible states
  (\`workflows/<pack>/logic-faults.yaml\`), each wording with a few requests, and the repair that a run should make then, or none.
- **Executor:** the gold calls run in the real functions of the example back office; a request whose calls don't run is refused. ${percent(recoveries(built), built.rows.train.executor.length)} of
  the training rows stand right after a failed call; the wordings of failures are split like the voices. Rows in which nothing is chosen are left out.
- **Scratchpad:** the turns of the same gold runs, each with the scratchpad of the turn before; turns in which nothing is chosen are left out.
- **Single:** the same runs for a model that is trained to be compared with: the next tool from the results so far, or that nothing is left.
- **Validator:** planted mistakes: another number or span of the request, results with absent, absurd or another thing's fields,
  runs that did too little or too much.

Everything is drawn from the seed \`${SEED}\`: the same requests give the same bytes.

## Limits
The voices are imagined, so real traffic will hold phrasings, mistakes and mixtures of languages that they lack. The ten workflows are those of an
example company, and the results come from a simulated back office that is tidier than a real one. Collect your own requests before you trust a number.
`;
}

const ofSplit = ({ written, splitOf }: Built, split: Split) => written.filter(({ voice }) => splitOf(voice) === split);

function variationRows(built: Built): string[][] {
  const label = (row: Written): string => (row.kind === 'covered' ? `${row.workflow}, ${row.variation}` : '');
  const labels = [...new Set(built.written.map(label))].filter((text) => text !== '').sort();
  const count = (text: string, split: Split) => ofSplit(built, split).filter((row) => label(row) === text).length;
  return labels.map((text) => [text, ...SPLITS.map((split) => String(count(text, split)))]);
}

const failing = ({ cases }: Built, split: 'gate' | 'test'): number =>
  cases[split].filter(({ faults }) => faults !== undefined).length;

const recoveries = ({ rows }: Built): number =>
  rows.train.executor.filter(({ prompt }) => prompt.includes('Previous tool call failed:')).length;

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

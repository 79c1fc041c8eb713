/**
 * `npm run bench -- escalations`: whether the router tells what the crew can do from what it can't, and whether the planner knows
 * when its plan is wrong: on these two hangs what is asked of a frontier.
 */
import { join, resolve } from 'node:path';
import { type Proportion, proportion } from '@pitcrew/cli/eval';
import { answersOf, readRows } from '@pitcrew/dataset/promote';
import { loadManifest, openDecider } from '@pitcrew/model';
import {
  CLARITY_HEAD,
  DeciderRow,
  type Decision,
  head,
  loadThresholds,
  NO_WORKFLOW,
  parseRoute,
  probability,
  WORKFLOW_HEAD,
} from '@pitcrew/specialists';
import { loadPacks } from '@pitcrew/workflow';
import { type Command, Option } from 'commander';
import { shareText } from '../share-text.ts';
import { auroc, type Scored } from './auroc.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

export function addEscalationsCommand(program: Command): void {
  program
    .command('escalations')
    .description('measure which requests would be escalated, and what an escalation is worth')
    .addOption(new Option('--on <split>', 'whose requests').choices(['gate', 'test']).default('gate'))
    .action(measure);
}

async function measure({ on }: { readonly on: 'gate' | 'test' }): Promise<void> {
  const rows = (role: string) => readRows(join(ROOT, '.training/rows', role, `${on}.jsonl`), DeciderRow);
  const { area, shares } = await measureRouter(rows('router'));
  const worth = await measureWorth(rows('planner'));
  const lines = [
    `Requests of the ${on} split. Router: known and clear against novel or ambiguous, AUROC ${area.toFixed(3)}.`,
    '',
    '| requests | escalated at the default limits |',
    '|---|---|',
    ...Object.entries(shares).map(([kind, share]) => `| ${kind} | ${shareText(share)} |`),
    '',
    `Planner: its doubt against its mistakes, AUROC ${worth.area.toFixed(3)} (${worth.wrong} wrong of ${worth.of}).`,
    '',
  ];
  process.stdout.write(lines.join('\n'));
}

type Kind = 'known and clear' | 'novel' | 'ambiguous';

/** An incomplete request is asked back about and never escalated, so it is left out. */
function kindOf({ labels }: DeciderRow): Kind | undefined {
  if (labels[CLARITY_HEAD] === 'ambiguous') return 'ambiguous';
  if (labels[WORKFLOW_HEAD] === NO_WORKFLOW) return 'novel';
  return labels[CLARITY_HEAD] === 'clear' ? 'known and clear' : undefined;
}

async function measureRouter(rows: readonly DeciderRow[]) {
  const packs = loadPacks(join(ROOT, 'workflows'));
  const limits = loadThresholds(join(ROOT, 'models')).router;
  const decider = await openDecider(loadManifest(join(ROOT, 'models')), 'router');
  try {
    const answers = (await answersOf(decider, rows)).flatMap(({ row, decision }) => {
      const kind = kindOf(row);
      if (kind === undefined) return [];
      const { route } = parseRoute(decision, row.text, packs, limits);
      const escalated = route.clarity === 'ambiguous' || route.workflow === undefined;
      return [{ kind, escalated, score: 1 - mastery(decision) }];
    });
    const kinds: readonly Kind[] = ['known and clear', 'novel', 'ambiguous'];
    const shares = kinds.map((kind): [Kind, Proportion] => {
      const of = answers.filter((each) => each.kind === kind);
      return [kind, proportion(of.filter(({ escalated }) => escalated).length, of.length)];
    });
    const scored: Scored[] = answers.map(({ kind, score }) => ({ score, wanted: kind !== 'known and clear' }));
    return { area: auroc(scored), shares: Object.fromEntries(shares) };
  } finally {
    await decider.close();
  }
}

/** How likely the request is clear and one that a pack covers. */
const mastery = (decision: Decision): number =>
  (1 - probability(head(decision, WORKFLOW_HEAD), NO_WORKFLOW)) *
  (1 - probability(head(decision, CLARITY_HEAD), 'ambiguous'));

/** Wrong: another variation or another condition than the request asks for. Its doubt is that of the surest answers multiplied. */
async function measureWorth(rows: readonly DeciderRow[]) {
  const decider = await openDecider(loadManifest(join(ROOT, 'models')), 'planner');
  try {
    const asked = rows.filter(({ labels }) => Object.keys(labels).some((name) => name.startsWith('variation.')));
    const scored = (await answersOf(decider, asked)).map(({ row, decision }): Scored => {
      const heads = Object.entries(row.labels).filter(([name]) => /^(variation|condition)\./.test(name));
      const sure = heads.map(([name]) => head(decision, name).confidence);
      const wanted = heads.some(([name, label]) => head(decision, name).label !== label);
      return { wanted, score: 1 - Math.min(...sure) };
    });
    return { area: auroc(scored), wrong: scored.filter(({ wanted }) => wanted).length, of: scored.length };
  } finally {
    await decider.close();
  }
}

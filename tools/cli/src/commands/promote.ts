/** `pitcrew promote`: makes what a training wrote the one that is served, unless it is worse; or goes back to the one before. */
import { join, resolve } from 'node:path';
import type { Figure, Promotion } from '@pitcrew/dataset/promote';
import { type Proportion, proportion } from '../eval/wilson.ts';
import { CommandError } from './command-error.ts';
import { table } from './table.ts';
import { complain, say } from './terminal.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

export type PromoteOptions = {
  readonly from?: string;
  readonly undo?: boolean;
  readonly models?: string;
  readonly rows?: string;
};

export async function promoteRole(role: string, options: PromoteOptions): Promise<number> {
  const { from, undo = false, rows } = options;
  if ((from === undefined) === !undo) throw new CommandError('give --from and the folder of a training, or --undo');
  const models = resolve(options.models ?? join(ROOT, 'models'));
  const root = resolve(models, '..');
  // Loaded here: only this command needs models and what trains them.
  const promotion = await import('@pitcrew/dataset/promote');
  const places = { models, workflows: join(root, 'workflows'), downloads: join(ROOT, '.cache', 'downloads') };
  const onProgress = (line: string) => complain(`  ${line}`);
  try {
    if (from === undefined) return sayUndone(role, await promotion.undo(places, role, onProgress));
    const gateFile = resolve(rows ?? join(root, '.training', 'rows', role, 'gate.jsonl'));
    const candidate = { role, from: resolve(from), gateFile };
    return sayPromotion(role, await promotion.promote(places, candidate, promotion.measureServed, onProgress));
  } catch (error) {
    // Whatever keeps a candidate from being served refuses it: a probe that fails, another base, another catalogue.
    complain(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function sayUndone(role: string, release: string | undefined): number {
  say(release === undefined ? `${role} is gone from the manifest, as before` : `${role} is ${release} again`);
  say(RESTART);
  return 0;
}

function sayPromotion(role: string, { kind, release, inUse, candidate, worse }: Promotion): number {
  if (kind === 'in-use-already') {
    say(`${role} is ${release} already; nothing has changed`);
    return 0;
  }
  say(promotionText(inUse, candidate));
  say();
  if (kind === 'refused') {
    say(`Refused: ${release} is below the one in use at ${worse.join(', ')}. Nothing has changed.`);
    return 1;
  }
  say(`${role} is ${release} now; \`pitcrew promote ${role} --undo\` goes back.`);
  say(RESTART);
  return 0;
}

const RESTART = 'A service that is up goes on with what it began with; it serves the other from its next start on.';

export function promotionText(inUse: readonly Figure[], candidate: readonly Figure[]): string {
  return [
    'In use',
    inUse.length === 0 ? 'nothing' : figuresTable(inUse),
    '',
    'Candidate',
    figuresTable(candidate),
    '',
    'Gate rows, through the served form, with the 95 % interval (Wilson).',
  ].join('\n');
}

export const figuresTable = (figures: readonly Figure[]): string =>
  table(['', 'right', 'of', 'rate', 'interval'], figures.map(cells));

const cells = ({ name, right, of }: Figure): string[] => [name, ...rates(proportion(right, of))];

const rates = ({ right, of, rate, low, high }: Proportion): string[] => [
  String(right),
  String(of),
  `${percent(rate)} %`,
  `${percent(low)} - ${percent(high)}`,
];

const percent = (share: number): string => (share * 100).toFixed(1);

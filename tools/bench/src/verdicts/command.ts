/** `npm run bench -- verdicts`: what the validator catches of planted mistakes and of the executor's own. */
import { join, resolve } from 'node:path';
import { goldsOf, judgedSteps } from '@pitcrew/dataset/gold';
import { loadManifest, openDecider, openWriter } from '@pitcrew/model';
import { type Command, Option } from 'commander';
import { catchesOf, FALSE_ALARM_SHARES, suspectsOf } from './catches.ts';
import { verdictsMarkdown } from './markdown.ts';
import { naturalMistakes } from './natural-mistakes.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

export function addVerdictsCommand(program: Command): void {
  program
    .command('verdicts')
    .description('measure what the validator catches at few false alarms')
    .addOption(new Option('--on <split>', 'whose mistakes are counted').choices(['gate', 'test']).default('gate'))
    .action(measureVerdicts);
}

/** The limit is always the gate split's. */
async function measureVerdicts({ on }: { readonly on: 'gate' | 'test' }): Promise<void> {
  const workflows = join(ROOT, 'workflows');
  const manifest = loadManifest(join(ROOT, 'models'));
  const decider = await openDecider(manifest, 'validator');
  const writer = await openWriter(manifest, 'executor', { slots: 1 });
  try {
    const gate = await suspectsOf(decider, judgedSteps(goldsOf(workflows, 'gate'), 'gate'));
    const golds = goldsOf(workflows, on);
    const counted = on === 'gate' ? gate : await suspectsOf(decider, judgedSteps(golds, on));
    const catches = FALSE_ALARM_SHARES.flatMap((share) =>
      (['call', 'step'] as const).map((name) => catchesOf(name, share, gate, counted)),
    );
    const natural = await naturalMistakes(writer, decider, golds);
    process.stdout.write(verdictsMarkdown({ on, catches, natural }));
  } finally {
    await writer.close();
    await decider.close();
  }
}

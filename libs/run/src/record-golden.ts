/** Records the stories that have no golden history yet: `node libs/run/src/record-golden.ts`. Refuses to touch those that have. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from './decide.ts';
import { effectKey } from './effect.ts';
import { foldRun } from './evolve.ts';
import { play, rules, scriptedCrew } from './scripted.ts';
import { stories } from './stories.ts';

const folder = join(import.meta.dirname, '../golden');
mkdirSync(folder, { recursive: true });
for (const { name, script } of stories) {
  const file = join(folder, `${name}.json`);
  if (existsSync(file)) continue;
  const { events } = play(rules, 'Process order #4521 for customer acme-corp', scriptedCrew(script), script);
  const recorded = events.map((stored, index) => ({
    ...stored,
    wanted: decide(rules, foldRun(events.slice(0, index + 1))).map(effectKey),
  }));
  writeFileSync(file, `[\n${recorded.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
}

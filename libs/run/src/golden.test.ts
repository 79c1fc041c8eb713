/**
 * Golden histories: logs as they were once written, and what the machine wanted after each event. They replay for ever: a
 * change that breaks one breaks the runs that are in flight during an upgrade. Add to them with `record-golden.ts`; never edit one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunEvent } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import { decide } from './decide.ts';
import { effectKey } from './effect.ts';
import { foldRun } from './evolve.ts';
import { rules } from './scripted.ts';

const folder = join(import.meta.dirname, '../golden');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

type Recorded = { readonly sequence: number; readonly event: unknown; readonly wanted: readonly string[] };

describe('golden histories', () => {
  it('are there', () => expect(files.length).toBeGreaterThanOrEqual(10));

  it.each(files)('%s replays', (name) => {
    const recorded: readonly Recorded[] = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const events = recorded.map(({ sequence, event }) => ({ sequence, event: RunEvent.parse(event) }));
    const wanted = events.map((_, index) => decide(rules, foldRun(events.slice(0, index + 1))).map(effectKey));
    expect(wanted).toEqual(recorded.map((each) => each.wanted));
    expect(checkHistory(events, { ended: name !== 'approval-waits.json' })).toEqual([]);
  });
});

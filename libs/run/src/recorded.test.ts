/**
 * Logs of runs that earlier versions recorded, one file a run: a line of what was asked and took effect, then the events. Today's code
 * reads them as they were meant: it wants nothing more of a finished run, and knows at each prefix what to do next.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunEvent, type StoredEvent } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import { decide } from './decide.ts';
import { foldRun } from './evolve.ts';
import { rules } from './scripted.ts';

const FOLDER = join(import.meta.dirname, 'recorded');

const eventsOf = (file: string): readonly StoredEvent[] =>
  readFileSync(join(FOLDER, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line, at) => ({ sequence: at + 1, event: RunEvent.parse(JSON.parse(line)) }));

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const events = eventsOf(file);

  it('is a legal history to its end, after which nothing is wanted', () => {
    expect(checkHistory(events, { ended: true })).toEqual([]);
    expect(decide({ ...rules, hybrid: true }, foldRun(events))).toEqual([]);
  });

  it('is stored byte for byte as today’s code would store it', () => {
    const lines = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n').slice(1);
    expect(events.map(({ event }) => JSON.stringify(event))).toEqual(lines);
  });

  it('leaves something to do at each point before its end', () => {
    for (let length = 1; length < events.length; length += 1) {
      const state = foldRun(events.slice(0, length));
      expect(state.finished, `${length} events`).toBeUndefined();
      expect(decide({ ...rules, hybrid: true }, state).length, `${length} events`).toBeGreaterThan(0);
    }
  });
});

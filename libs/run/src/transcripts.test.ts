/** Whole runs, readable as stories in transcripts/. Change one only if you understand why it changed. */
import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import { play, rules, scriptedCrew } from './scripted.ts';
import { stories } from './stories.ts';
import { transcript } from './transcript.ts';

describe('transcripts of whole runs', () => {
  it.each(stories)('$name', async ({ name, ended, script }) => {
    const { events } = play(rules, 'Process order #4521 for customer acme-corp', scriptedCrew(script), script);
    expect(checkHistory(events, { ended })).toEqual([]);
    await expect(transcript(events)).toMatchFileSnapshot(`./transcripts/${name}.txt`);
  });
});

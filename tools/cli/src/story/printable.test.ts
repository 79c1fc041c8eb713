/** What a terminal is sent of other people's text: in the story of a run, its ending, its results and its tables. */
import { digestOfText, type EventBody, stepId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { table } from '../commands/table.ts';
import { endingOf } from './ending.ts';
import { paintLine } from './paint.ts';
import { recorded } from './run.fixture.ts';
import { storyteller } from './story.ts';
import { assignments, resultText } from './values.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const SPOOF = 'ZZ99\u001b[1A\u001b[2K\u009b31m\u202e51=latot\u2066\u200b\u{e0041}\r\nApproved.\u2028Done';

const approval: EventBody = {
  kind: 'approval-requested',
  step: stepId(1),
  item: 0,
  planVersion: 1,
  tool: 'book_trip',
  arguments: { flight_id: SPOOF, total: 1780 },
  argumentDigest: digestOfText('call'),
  summary: `Nothing was done. ${SPOOF}`,
  expiresAt: '2027-01-02T00:00:00.000Z',
};
const finished: EventBody = {
  kind: 'run-finished',
  status: 'partial',
  stopReason: 'logic_error',
  result: {},
  account: `book_trip failed: ${SPOOF}`,
  confidence: 0.9,
};
const [asked, ended] = recorded([0, approval], [1, finished]);

describe('nothing of it moves a cursor or hides', () => {
  const line = asked && storyteller()(asked);
  it.each<[where: string, shown: readonly string[]]>([
    ['a question to a person', line ? paintLine(line, { colour: false, columns: 100 }).split('\n') : ['\n']],
    ['the account of a run', endingOf(ended ? [ended] : [])?.account ?? ['\n']],
    ['a result', [resultText({ [SPOOF]: [SPOOF, { [SPOOF]: SPOOF }] })]],
    ['a call', [assignments({ flight_id: SPOOF })]],
    ['a table', table(['RUN', 'REQUEST'], [['r', SPOOF]]).split('\n')],
  ])('in %s', (_, shown) => {
    expect(shown.filter((row) => UNSEEN.test(row))).toEqual([]);
    expect(shown.join('\n').replaceAll(/\n\s*/g, '')).toContain('\\u202e51=latot');
  });
});

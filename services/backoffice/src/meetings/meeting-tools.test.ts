import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { performOnce } from '../effects.ts';
import { insert } from '../sql.ts';
import { TABLES } from '../tables.ts';
import { Refusal } from '../tool.ts';
import { meetings } from './domain.ts';
import type { MeetingRows } from './rows.ts';

const now = new Date('2026-11-20T03:00:00Z');

function open(rows: MeetingRows = {}): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(TABLES + meetings.tables);
  for (const [name, value] of Object.entries(meetings.counters)) insert(database, 'counters', { name, value });
  meetings.seed(database);
  meetings.add(database, z.object(meetings.rows).parse(rows));
  return database;
}

let keys = 0;
/** The result, or the class and the words of a refusal. */
function call(database: DatabaseSync, name: string, args: object, key = `key-${++keys}`): Record<string, unknown> {
  const tool = meetings.tools.find((candidate) => candidate.name === name)!;
  try {
    if (tool.effect === 'read') return tool.perform({ database, input: args, now });
    return performOnce(database, tool, { key, tenant: 't', arguments: args, now });
  } catch (error) {
    if (error instanceof Refusal) return refused(error.errorClass, error.message);
    throw error;
  }
}
const refused = (errorClass: string, message: string) => ({ errorClass, message });
const at = (day: number, from: string, to: string) => `2026-11-${day}T${from}:00Z/2026-11-${day}T${to}:00Z`;

const world = open();
const table = (tool: string, cases: [args: object, expected: object][]): void => {
  describe(tool, () => {
    it.each(cases)('%j', (args, expected) => {
      expect(call(world, tool, args)).toMatchObject(expected);
    });
  });
};

/** Reads the calendars of a meeting's attendees and finds its slot, as the workflow does. */
function slotOf(database: DatabaseSync, meetingId: string, rest: object = {}): Record<string, unknown> {
  const { meeting_id, attendees, from_date, duration_minutes } = call(database, 'get_meeting_request', {
    meeting_id: meetingId,
  });
  const read = (attendee: string) => call(database, 'read_calendar', { attendee, from_date }).busy as string[];
  const busy = (attendees as string[]).flatMap(read);
  return call(database, 'find_slot', { meeting_id, duration_minutes, busy, ...rest });
}

const review = {
  meeting_id: 'MTG-118',
  subject: 'Quarterly review',
  starts_at: '2026-11-23T12:00:00Z',
  ends_at: '2026-11-23T13:00:00Z',
};

it('a meeting goes through, and a second time it is refused', () => {
  const database = open();
  const { meeting_id, subject, attendees } = call(database, 'get_meeting_request', { meeting_id: 'mtg-118' });
  const slot = slotOf(database, 'MTG-118');
  expect(slot).toEqual({ starts_at: '2026-11-23T12:00:00Z', ends_at: '2026-11-23T13:00:00Z' });
  const event = { event_id: 'EVT-641', starts_at: '2026-11-23T12:00:00Z', place: 'video call' };
  expect(call(database, 'create_event', { meeting_id, subject, ...slot })).toEqual(event);
  const invited = (attendees as string[]).map((attendee) =>
    call(database, 'send_invitations', { event_id: 'EVT-641', attendee }),
  );
  expect(invited).toEqual([
    { invitation_id: 'IVT-9101', attendee: 'Priya Nair' },
    { invitation_id: 'IVT-9102', attendee: 'Tom Becker' },
    { invitation_id: 'IVT-9103', attendee: 'Ola Nowak' },
  ]);
  expect(call(database, 'get_meeting_request', { meeting_id })).toMatchObject({ status: 'scheduled' });
  expect(call(database, 'create_event', review)).toEqual(refused('logic', 'meeting_id MTG-118 is scheduled, not open'));
  expect(slotOf(database, 'MTG-118')).toMatchObject({ starts_at: '2026-11-23T13:00:00Z' });
});

table('get_meeting_request', [
  [
    { meeting_id: 'MTG-118' },
    {
      meeting_id: 'MTG-118',
      subject: 'Quarterly review',
      duration_minutes: 60,
      attendees: ['Priya Nair', 'Tom Becker', 'Ola Nowak'],
      from_date: '2026-11-23',
      status: 'open',
    },
  ],
  [{ meeting_id: 'mtg 0118' }, { meeting_id: 'MTG-118' }],
  [{ meeting_id: '118' }, { meeting_id: 'MTG-118' }],
  [{ meeting_id: 'MTG-122' }, { status: 'cancelled' }],
  [{ meeting_id: 'MTG-1' }, refused('input', 'meeting_id MTG-1 not found')],
  [{ meeting_id: 'review' }, refused('input', 'meeting_id review not found')],
  [{ meeting_id: 118 }, { errorClass: 'input' }],
]);

const tom = { attendee: 'Tom Becker', from_date: '2026-11-23' };

table('read_calendar', [
  [tom, { attendee: 'Tom Becker', busy: [at(23, '10:00', '11:30'), at(24, '13:00', '17:00')] }],
  [{ ...tom, from_date: '2026-11-24' }, { busy: [at(24, '13:00', '17:00')] }],
  [{ ...tom, from_date: '2026-11-20' }, { busy: [at(23, '10:00', '11:30'), at(24, '13:00', '17:00')] }],
  [{ ...tom, from_date: '2026-11-16' }, { busy: [] }],
  [{ ...tom, attendee: 'Idris Khan' }, { busy: [] }],
  [{ attendee: 'Marta Silva', from_date: '2026-12-02' }, { busy: ['2026-11-30T00:00:00Z/2026-12-05T00:00:00Z'] }],
  [{ ...tom, attendee: 'Tom' }, refused('input', 'attendee Tom not found')],
  [{ ...tom, from_date: 'Monday' }, refused('input', 'from_date Monday is not a date such as 2026-11-23')],
  [{ ...tom, from_date: '2026-02-30' }, { errorClass: 'input' }],
]);

describe('the slots of the seeded meetings', () => {
  const noSlot = 'part_of_day morning has no common slot of 90 minutes; the afternoon has one';
  const none = 'meeting_id MTG-121: no common slot of 45 minutes in the five working days from 2026-11-30';
  it.each<[meetingId: string, rest: object, expected: object]>([
    ['MTG-118', {}, { starts_at: '2026-11-23T12:00:00Z', ends_at: '2026-11-23T13:00:00Z' }],
    ['MTG-118', { part_of_day: 'morning' }, { starts_at: '2026-11-25T10:00:00Z' }],
    ['MTG-118', { part_of_day: 'afternoon' }, { starts_at: '2026-11-23T12:00:00Z' }],
    ['MTG-119', {}, { starts_at: '2026-11-24T09:00:00Z', ends_at: '2026-11-24T09:30:00Z' }],
    ['MTG-119', { part_of_day: 'afternoon' }, { starts_at: '2026-11-24T12:00:00Z' }],
    ['MTG-120', {}, { starts_at: '2026-11-23T12:00:00Z', ends_at: '2026-11-23T13:30:00Z' }],
    ['MTG-120', { part_of_day: 'morning' }, refused('input', noSlot)],
    ['MTG-121', {}, refused('logic', none)],
    ['MTG-121', { part_of_day: 'morning' }, refused('logic', none)],
  ])('%s %j', (meetingId, rest, expected) => {
    expect(slotOf(world, meetingId, rest)).toMatchObject(expected);
  });
});

const search = { meeting_id: 'MTG-118', duration_minutes: 60, busy: [] as string[] };

table('find_slot', [
  [search, { starts_at: '2026-11-23T09:00:00Z', ends_at: '2026-11-23T10:00:00Z' }],
  [{ ...search, busy: [at(23, '10:00', '11:00')] }, { starts_at: '2026-11-23T09:00:00Z' }],
  [{ ...search, busy: [at(23, '09:59', '11:00')] }, { starts_at: '2026-11-23T11:00:00Z' }],
  [{ ...search, busy: [at(23, '09:00', '16:30')] }, { starts_at: '2026-11-24T09:00:00Z' }],
  [{ ...search, duration_minutes: 45 }, refused('input', 'meeting_id MTG-118 takes 60 minutes, not 45')],
  [{ ...search, meeting_id: 'MTG-1' }, refused('input', 'meeting_id MTG-1 not found')],
  [
    { ...search, busy: ['Tom Becker'] },
    refused('input', 'busy: Tom Becker is not an interval such as 2026-11-23T09:00:00Z/2026-11-23T10:30:00Z'),
  ],
  [{ ...search, part_of_day: 'evening' }, { errorClass: 'input' }],
]);

describe('create_event', () => {
  it.each<[args: object, expected: object]>([
    [{ ...review, room: 'Birch' }, { place: 'Birch' }],
    [{ ...review, meeting_id: '118', starts_at: '2026-11-23T13:00:00+01:00' }, { starts_at: '2026-11-23T12:00:00Z' }],
    [{ ...review, meeting_id: 'MTG-122' }, refused('logic', 'meeting_id MTG-122 is cancelled, not open')],
    [{ ...review, meeting_id: 'MTG-1' }, refused('input', 'meeting_id MTG-1 not found')],
    [
      { ...review, subject: 'Kick-off' },
      refused('input', 'meeting_id MTG-118 is about Quarterly review, not about Kick-off'),
    ],
    [{ ...review, ends_at: '2026-11-23T12:30:00Z' }, refused('input', 'meeting_id MTG-118 takes 60 minutes, not 30')],
    [
      { ...review, starts_at: '2026-11-23T11:00:00Z', ends_at: '2026-11-23T12:00:00Z' },
      refused('input', 'starts_at 2026-11-23T11:00:00Z: Tom Becker is busy then'),
    ],
    [{ ...review, starts_at: 'noon' }, refused('input', 'starts_at noon is not a time such as 2026-11-23T09:00:00Z')],
  ])('%j', (args, expected) => {
    expect(call(open(), 'create_event', args)).toMatchObject(expected);
  });

  it('books a room for one event at a time', () => {
    const database = open();
    call(database, 'create_event', { ...review, room: 'Birch' });
    const fresh = { meeting_id: 'MTG-900', subject: 'Lunch talk', duration_minutes: 60, attendees: ['Idris Khan'] };
    meetings.add(database, z.object(meetings.rows).parse({ meetings: [{ ...fresh, from_date: '2026-11-23' }] }));
    const talk = { ...review, meeting_id: 'MTG-900', subject: 'Lunch talk' };
    expect(call(database, 'create_event', { ...talk, room: 'birch' })).toEqual(
      refused('input', 'room birch is taken at 2026-11-23T12:00:00Z by EVT-641; name another room or none'),
    );
    expect(call(database, 'create_event', talk)).toMatchObject({ event_id: 'EVT-642' });
  });
});

describe('send_invitations', () => {
  let database = open();
  beforeEach(() => {
    database = open();
    call(database, 'create_event', review);
  });

  it.each<[args: object, expected: object]>([
    [
      { event_id: 'EVT-641', attendee: 'Ola Nowak' },
      { invitation_id: 'IVT-9101', attendee: 'Ola Nowak' },
    ],
    [{ event_id: 'EVT-1', attendee: 'Ola Nowak' }, refused('input', 'event_id EVT-1 not found')],
    [
      { event_id: 'EVT-641', attendee: 'Idris Khan' },
      refused('input', 'attendee Idris Khan is not an attendee of EVT-641'),
    ],
  ])('%j', (args, expected) => {
    expect(call(database, 'send_invitations', args)).toEqual(expected);
  });
});

it('an event and an invitation happen once: a repeated key gets the first answer, a new one is refused', () => {
  const database = open();
  const invitation = { event_id: 'EVT-641', attendee: 'Ola Nowak' };
  const event = call(database, 'create_event', review, 'event');
  expect(call(database, 'create_event', review, 'event')).toEqual(event);
  const sent = call(database, 'send_invitations', invitation, 'invitation');
  expect(call(database, 'send_invitations', invitation, 'invitation')).toEqual(sent);
  expect(call(database, 'send_invitations', invitation)).toEqual(
    refused('logic', 'attendee Ola Nowak was invited to EVT-641 with IVT-9101'),
  );
  const counts = ['meeting_events', 'meeting_invitations'].map(
    (name) => database.prepare(`SELECT * FROM ${name}`).all().length,
  );
  expect(counts).toEqual([1, 1]);
});

it('a row replaces the seed’s meeting or calendar of the same name', () => {
  const database = open({
    meetings: [{ meeting_id: '118', attendees: ['Tom Becker', 'Tom Becker'], from_date: '2026-11-23' }],
    calendars: [{ attendee: 'Tom Becker' }],
  });
  expect(call(database, 'get_meeting_request', { meeting_id: 'MTG-118' }).attendees).toEqual(['Tom Becker']);
  expect(call(database, 'read_calendar', tom)).toMatchObject({ busy: [] });
});

describe('a meeting known by its id alone', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `MTG-${91_000 + index * 7}`);

  it('is the same in every world, however the id is spelled', () => {
    const [meeting_id = ''] = ids;
    const meetingIn = (spelling: string) => {
      const database = open({ meetings: [{ meeting_id: spelling }] });
      return [call(database, 'get_meeting_request', { meeting_id }), slotOf(database, meeting_id)];
    };
    expect(meetingIn(meeting_id.toLowerCase())).toEqual(meetingIn(meeting_id));
  });

  it('has attendees who are busy now and then, and a slot in either part of the day', () => {
    const database = open({ meetings: ids.map((meeting_id) => ({ meeting_id })) });
    for (const meeting_id of ids) {
      const { attendees, from_date } = call(database, 'get_meeting_request', { meeting_id });
      for (const attendee of attendees as string[])
        expect(call(database, 'read_calendar', { attendee, from_date }).busy).toHaveLength(8);
      for (const part_of_day of ['morning', 'afternoon'])
        expect(slotOf(database, meeting_id, { part_of_day })).toMatchObject({ starts_at: expect.any(String) });
    }
  });
});

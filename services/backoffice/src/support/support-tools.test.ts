import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listEffects, performOnce } from '../effects.ts';
import { insert } from '../sql.ts';
import { TABLES } from '../tables.ts';
import { type JsonObject, Refusal } from '../tool.ts';
import { CATEGORIES } from './classify-case.ts';
import { support } from './domain.ts';
import { supportRows } from './rows.ts';

const now = new Date('2026-11-20T03:00:00Z');
type Rows = z.input<z.ZodObject<typeof supportRows>>;

function databaseOf(rows: Rows = {}): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(`${TABLES} ${support.tables}`);
  for (const [name, value] of Object.entries(support.counters)) insert(database, 'counters', { name, value });
  support.seed(database);
  support.add(database, z.object(supportRows).parse(rows));
  return database;
}

let keys = 0;
/** The result, or what the refusal says. */
function call(database: DatabaseSync, name: string, args: JsonObject, key = `key-${++keys}`): JsonObject {
  const tool = support.tools.find((candidate) => candidate.name === name)!;
  try {
    if (tool.effect === 'read') return tool.perform({ database, input: args, now });
    return performOnce(database, tool, { key, tenant: 't', arguments: args, now });
  } catch (error) {
    if (error instanceof Refusal) return { errorClass: error.errorClass, message: error.message };
    throw error;
  }
}
const refused = (errorClass: string, message: string) => ({ errorClass, message });

const world = databaseOf();
const table = (tool: string, cases: [args: JsonObject, expected: object][]): void => {
  describe(tool, () => {
    it.each(cases)('%j', (args, expected) => {
      expect(call(world, tool, args)).toMatchObject(expected);
    });
  });
};

table('get_support_case', [
  [
    { case_id: 'CASE-8813' },
    {
      case_id: 'CASE-8813',
      customer: 'Orchard Lane Dental',
      subject: 'Charged twice for October',
      body: 'Our card was charged twice on the 3rd. Please refund one of the two payments.',
      status: 'open',
    },
  ],
  [{ case_id: 'case #08813' }, { case_id: 'CASE-8813' }],
  [{ case_id: 'CASE-8818' }, { status: 'closed' }],
  [{ case_id: 'CASE-1' }, refused('input', 'case_id CASE-1 not found')],
  [{ case_id: 8813 }, { errorClass: 'input' }],
]);

table('classify_case', [
  [
    { subject: 'Page shows an ERROR', body: 'It stays.' },
    { category: 'defect', severity: 'normal' },
  ],
  [
    { subject: 'Hello', body: 'How do I sort the list?' },
    { category: 'usage', severity: 'low' },
  ],
  [
    { subject: 'Download slow', body: 'The pages of the guide.' },
    { category: 'usage', severity: 'normal' },
  ],
  [
    { subject: 'Invoice', body: 'Urgent question.' },
    { category: 'billing', severity: 'high' },
  ],
  [
    { subject: 'Invoice', body: 'Urgent: nobody can pay.' },
    { category: 'billing', severity: 'critical' },
  ],
  [{ subject: '', body: 'x' }, { errorClass: 'input' }],
]);

table('search_articles', [
  [{ category: 'billing' }, { article_id: 'KB-130', title: 'Correct an invoice or a payment' }],
  [
    { category: 'high' },
    refused(
      'input',
      'category high not found; there are security, outage, data, billing, access, delivery, defect, usage',
    ),
  ],
]);

it('every category has an article', () => {
  for (const category of CATEGORIES) expect(call(world, 'search_articles', { category })).toHaveProperty('article_id');
});

describe('draft_reply', () => {
  const draft = { case_id: '8813', article_id: 'KB-130' };

  it('writes a friendly draft from the article, once for each key', () => {
    const database = databaseOf();
    const first = call(database, 'draft_reply', draft, 'a');
    expect(first).toEqual({
      draft_id: 'DRF-3301',
      text: `Hello Orchard Lane Dental,

thanks for writing about "Charged twice for October". Open the invoice under Billing and choose Report a problem; a double payment is returned within five days.

If that doesn't help, just answer this message.

Your support team`,
    });
    expect(call(database, 'draft_reply', draft, 'a')).toEqual(first);
    expect(call(database, 'draft_reply', { ...draft, tone: 'formal' }, 'b')).toMatchObject({
      draft_id: 'DRF-3302',
      text: expect.stringMatching(/^Dear Orchard Lane Dental,[\s\S]+Yours sincerely/),
    });
    expect(listEffects(database)).toHaveLength(2);
  });

  it.each<[args: JsonObject, expected: object]>([
    [{ ...draft, article_id: 'KB-999' }, refused('input', 'article_id KB-999 not found')],
    [{ ...draft, case_id: 'CASE-8818' }, refused('logic', 'case_id CASE-8818 is closed, not open')],
    [{ ...draft, tone: 'rude' }, { errorClass: 'input' }],
  ])('refuses %j and changes nothing', (args, expected) => {
    const database = databaseOf();
    expect(call(database, 'draft_reply', args)).toMatchObject(expected);
    expect(listEffects(database)).toEqual([]);
  });
});

/** A world in which DRF-3301 answers CASE-8813 and DRF-3302 CASE-8814. */
function withDrafts(): DatabaseSync {
  const database = databaseOf();
  call(database, 'draft_reply', { case_id: 'CASE-8813', article_id: 'KB-130' });
  call(database, 'draft_reply', { case_id: 'CASE-8814', article_id: 'KB-110' });
  return database;
}

describe('send_reply', () => {
  const reply = { case_id: 'CASE-8813', draft_id: 'DRF-3301' };

  it('sends a draft once and the case is answered', () => {
    const database = withDrafts();
    const first = call(database, 'send_reply', reply, 'a');
    expect(first).toEqual({ sent: true, message_id: 'MSG-47001' });
    expect(call(database, 'send_reply', reply, 'a')).toEqual(first);
    const again = call(database, 'send_reply', reply, 'b');
    expect(again).toEqual(refused('logic', 'case_id CASE-8813 is answered, not open'));
    const sent = database.prepare('SELECT * FROM sent_replies').all();
    expect(sent.map((row) => ({ ...row }))).toEqual([
      { message_id: 'MSG-47001', draft_id: 'DRF-3301', sent_at: now.toISOString() },
    ]);
  });

  it.each<[args: JsonObject, expected: object]>([
    [
      { ...reply, draft_id: 'DRF-3302' },
      refused('input', 'draft_id DRF-3302 answers case_id CASE-8814, not CASE-8813'),
    ],
    [{ ...reply, draft_id: 'KB-130' }, refused('input', 'draft_id KB-130 not found')],
    [{ ...reply, case_id: 'CASE-8819' }, refused('logic', 'case_id CASE-8819 is escalated, not open')],
  ])('refuses %j', (args, expected) => {
    expect(call(withDrafts(), 'send_reply', args)).toEqual(expected);
  });
});

describe('escalate_case', () => {
  const escalation = { case_id: 'CASE-8814', category: 'outage', severity: 'critical', draft_id: 'DRF-3302' };

  it('hands a case with its draft to the queue named or to the second line', () => {
    const database = withDrafts();
    const first = call(database, 'escalate_case', escalation, 'a');
    expect(first).toEqual({ escalation_id: 'ESC-901', queue: 'second-line' });
    expect(call(database, 'escalate_case', escalation, 'a')).toEqual(first);
    const other = { ...escalation, case_id: 'CASE-8813', draft_id: 'DRF-3301', queue: 'Platform Duty' };
    expect(call(database, 'escalate_case', other)).toEqual({ escalation_id: 'ESC-902', queue: 'Platform Duty' });
    const sql = 'SELECT case_id, queue, escalated_at FROM case_escalations ORDER BY escalation_id';
    expect(
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row })),
    ).toEqual([
      { case_id: 'CASE-8814', queue: 'second-line', escalated_at: now.toISOString() },
      { case_id: 'CASE-8813', queue: 'Platform Duty', escalated_at: now.toISOString() },
    ]);
    expect(call(database, 'get_support_case', { case_id: '8814' })).toMatchObject({ status: 'escalated' });
  });

  it.each<[args: JsonObject, expected: object]>([
    [{ ...escalation, case_id: 'CASE-8818' }, refused('logic', 'case_id CASE-8818 is closed, not open')],
    [{ ...escalation, draft_id: 'DRF-1' }, refused('input', 'draft_id DRF-1 not found')],
    [{ ...escalation, severity: 'outage' }, { errorClass: 'input' }],
  ])('refuses %j', (args, expected) => {
    expect(call(withDrafts(), 'escalate_case', args)).toMatchObject(expected);
  });
});

/** Answers a case or escalates it, as the support workflow does; how it was found and where it ended. */
function handle(database: DatabaseSync, id: string): JsonObject {
  const { case_id = '', subject = '', body = '' } = call(database, 'get_support_case', { case_id: id });
  const { category = '', severity = '' } = call(database, 'classify_case', { subject, body });
  const { article_id = '' } = call(database, 'search_articles', { category });
  const { draft_id = '' } = call(database, 'draft_reply', { case_id, article_id });
  if (severity === 'critical') call(database, 'escalate_case', { case_id, category, severity, draft_id });
  else call(database, 'send_reply', { case_id, draft_id });
  const { status = '' } = call(database, 'get_support_case', { case_id });
  return { category, severity, status };
}

it('a case goes from its id to an answer, or to people', () => {
  const database = databaseOf();
  const handled = ['CASE-8813', 'CASE-8814', 'CASE-8815', 'CASE-8816', 'CASE-8817', 'CASE-8820'].map((id) =>
    handle(database, id),
  );
  expect(handled).toEqual([
    { category: 'billing', severity: 'high', status: 'answered' },
    { category: 'outage', severity: 'critical', status: 'escalated' },
    { category: 'usage', severity: 'low', status: 'answered' },
    { category: 'defect', severity: 'normal', status: 'answered' },
    { category: 'security', severity: 'critical', status: 'escalated' },
    { category: 'delivery', severity: 'normal', status: 'answered' },
  ]);
});

describe('a case known by its id alone', () => {
  const ids = Array.from({ length: 80 }, (_, index) => `CASE-${91_000 + index * 7}`);

  it('is the same case in every world, however the id is spelled', () => {
    const [id = ''] = ids;
    const caseIn = (spelling: string) =>
      call(databaseOf({ support_cases: [{ case_id: spelling }] }), 'get_support_case', { case_id: id });
    expect(caseIn(id.toLowerCase())).toEqual(caseIn(id));
    expect(caseIn(id)).toMatchObject({ case_id: id, status: 'open' });
  });

  it('is handled, whatever it is about, and every category and severity occurs', () => {
    const database = databaseOf({ support_cases: ids.map((case_id) => ({ case_id })) });
    const handled = ids.map((id) => handle(database, id));
    expect(new Set(handled.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
    expect(new Set(handled.map(({ severity }) => severity))).toEqual(new Set(['low', 'normal', 'high', 'critical']));
    expect(new Set(handled.map(({ status }) => status))).toEqual(new Set(['answered', 'escalated']));
  });

  it.each([
    [{ subject: 'Parcel' }, { subject: 'Parcel', body: 'Parcel' }],
    [{ body: 'No parcel yet! Where is it?' }, { subject: 'No parcel yet', body: 'No parcel yet! Where is it?' }],
    [{ customer: 'Studio Pirol' }, { customer: 'Studio Pirol' }],
  ])('keeps the words that are given: %j', (given, expected) => {
    const database = databaseOf({ support_cases: [{ case_id: 'CASE-1', ...given }] });
    expect(call(database, 'get_support_case', { case_id: 'CASE-1' })).toMatchObject(expected);
  });
});

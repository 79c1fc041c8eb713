/**
 * Plans with placeholders against plans without. The provider answers from gold: the labelled variation and condition of
 * hand-written requests, with the placeholder in the place of the condition's value. What comes back must be the plan that
 * code expands from the label itself, for every pack.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operator } from '@pitcrew/contracts';
import { GIVEN, givenArguments, NOT_GIVEN, oneLine } from '@pitcrew/specialists';
import { expandPlan, type Pack, type RequestCondition } from '@pitcrew/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conditionOf } from './letters/bindings.ts';
import { createRedactor } from './redaction/redactor.ts';
import { vocabularyOf } from './redaction/vocabulary.ts';
import { openSetting, packs, paid, type Setting } from './setting.fixture.ts';

type Row = {
  readonly request: string;
  readonly variation: string;
  readonly when?: {
    readonly tool: string;
    readonly reference: string;
    readonly operator: Operator;
    readonly literal: string | number;
  };
};

const CONDITIONS_MAX = 40;
const VARIATION_ROWS_MAX = 8;

/** Of the pack's labelled requests: some of each variation, and more of those that set a condition. */
function rowsOf(pack: Pack): readonly Row[] {
  const folder = join(import.meta.dirname, '../../../workflows', pack.name, 'requests');
  const rows = readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Row);
  const conditional = rows.filter(({ when }) => when !== undefined).slice(0, CONDITIONS_MAX);
  const plain = Object.keys(pack.variations).flatMap((variation) =>
    rows.filter((row) => row.when === undefined && row.variation === variation).slice(0, VARIATION_ROWS_MAX),
  );
  return [...conditional, ...plain];
}

const SLOT = /\{(\w+):([^}]*)\}/g;
const textOf = ({ request }: Row): string => request.replace(SLOT, '$2');

/** What the request gives of optional arguments, as a right reading says it. */
function givenIn(pack: Pack, row: Row) {
  const said = new Map([...row.request.matchAll(SLOT)].map(([, name = '', surface = '']) => [name, surface]));
  return (tool: string) => {
    const sources = [...said].flatMap(([name, surface]): [string, string][] => {
      const values = pack.tools[tool]?.arguments[name]?.values;
      const spelt = values === undefined ? GIVEN : values.find((value) => surface.toLowerCase().startsWith(value));
      return spelt === undefined ? [] : [[name, spelt]];
    });
    const given = givenArguments(pack, tool, Object.fromEntries(sources));
    return Object.keys(given).length === 0 ? undefined : { arguments: given };
  };
}

/** The placeholder that a reader of the redacted request would choose for the value. */
function hidden(pack: Pack, request: string, { reference, operator, literal }: RequestCondition): string | undefined {
  const redactor = createRedactor(vocabularyOf(packs));
  const line = oneLine(request);
  const { places } = redactor.text(line);
  const bindings = { vault: redactor.vault, request: line, places };
  return places
    .map(({ placeholder }) => placeholder)
    .find((value) => {
      const read = conditionOf(pack, { field: reference, operator, value }, bindings);
      return read.kind === 'condition' && read.condition.literal === literal;
    });
}

function answerFor(pack: Pack, row: Row): unknown {
  const without = pack.variations[row.variation]?.without ?? [];
  const given = givenIn(pack, row);
  const steps = pack.order
    .filter((tool) => !without.includes(tool))
    .map((tool) => {
      const said = Object.entries(given(tool)?.arguments ?? {}).filter(([, value]) => value !== NOT_GIVEN);
      const when = row.when?.tool === tool ? row.when : undefined;
      const value = when && (hidden(pack, textOf(row), when) ?? String(when.literal));
      return {
        tool,
        after: null,
        for_each: null,
        when: when === undefined ? null : { field: when.reference, operator: when.operator, value },
        given: said.map(([argument, value]) => ({ argument, value })),
      };
    });
  return { workflow: pack.name, reason: '', steps };
}

let setting: Setting;
let answer: unknown;
beforeAll(async () => {
  setting = await openSetting(() => answer);
});
afterAll(() => setting.close());

describe.each(packs.map((pack) => [pack.name, pack] as const))('%s', (_, pack) => {
  const rows = rowsOf(pack);

  it('has labelled requests of every variation', () => {
    expect(new Set(rows.map(({ variation }) => variation))).toEqual(new Set(Object.keys(pack.variations)));
  });

  it('plans come back as they were meant; a condition whose amount no reader can tell ("a tenner") is refused, not guessed', async () => {
    let refused = 0;
    for (const row of rows) {
      answer = answerFor(pack, row);
      const task = { request: textOf(row), workflows: [], history: [] };
      const { planning } = await setting.frontier.plan({ ...paid, task }, setting.call());
      const condition = row.when && { condition: row.when };
      const gold = expandPlan(pack, row.variation, { ...condition, given: givenIn(pack, row) });
      const isReadable = typeof row.when?.literal !== 'number' || hidden(pack, textOf(row), row.when) !== undefined;
      if (isReadable)
        expect(planning, row.request).toMatchObject({ kind: 'planned', plan: gold, packDigest: pack.digest });
      else expect(planning).toMatchObject({ kind: 'refused-plan' });
      refused += isReadable ? 0 : 1;
    }
    expect(refused / rows.length).toBeLessThan(0.05);
  }, 60_000);

  it('and no value of a request was told', () => {
    for (const { user } of setting.server.requests()) expect(user.replace(/<[A-Z]+_\d+>/g, '')).not.toMatch(/\d/);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVEN_THRESHOLDS } from './decision.ts';
import { loadThresholds } from './load-thresholds.ts';

let models: string;
beforeEach(() => {
  models = mkdtempSync(join(tmpdir(), 'thresholds-'));
});
afterEach(() => rmSync(models, { recursive: true }));
const write = (text: string) => writeFileSync(join(models, 'thresholds.json'), text);

it('are even when nothing was measured', () => expect(loadThresholds(models)).toEqual(EVEN_THRESHOLDS));

it('are read as they were measured', () => {
  const measured = { ...EVEN_THRESHOLDS, router: { workflow: 0.3, incomplete: 0.6, ambiguous: 0.7 } };
  write(JSON.stringify(measured));
  expect(loadThresholds(models)).toEqual(measured);
});

it.each([
  ['no JSON', '{', /is not JSON; measure/],
  ['a head is missing', JSON.stringify({ ...EVEN_THRESHOLDS, validator: { call: 0.5, step: 0.5 } }), /validator\.run/],
  ['a limit is out of range', JSON.stringify({ ...EVEN_THRESHOLDS, router: { workflow: 2 } }), /router\.workflow/],
])('are refused when %s', (_, text, message) => {
  write(text);
  expect(() => loadThresholds(models)).toThrow(message);
});

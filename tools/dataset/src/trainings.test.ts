/** Which recipe a training takes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HALF_TRAININGS, optionsFor, TRAININGS, VALIDATOR_TRAINING } from './trainings.ts';

const models = mkdtempSync(join(tmpdir(), 'pitcrew-trainings-'));
afterAll(() => rmSync(models, { recursive: true }));
const all = [...TRAININGS, ...HALF_TRAININGS, VALIDATOR_TRAINING];
const trainingOf = (role: string) => all.find((training) => training.role === role) ?? expect.fail(role);

describe('a training', () => {
  it('begins anew where there is no adapter to go on from', () => {
    expect(optionsFor(trainingOf('scratchpad'), models)).toEqual(trainingOf('scratchpad').options);
  });

  it('of a writer goes on from the executor’s adapter, of a decider never', () => {
    const adapter = join(models, 'executor', 'adapter.gguf');
    mkdirSync(join(models, 'executor'));
    writeFileSync(adapter, '');
    for (const role of ['executor', 'scratchpad'])
      expect(optionsFor(trainingOf(role), models).slice(-2)).toEqual(['--init-from', adapter]);
    for (const role of ['router', 'planner', 'validator'])
      expect(optionsFor(trainingOf(role), models)).toEqual(trainingOf(role).options);
  });
});

import { describe, expect, it } from 'vitest';
import { proveAnswers } from './probes.ts';

const probe = { text: 'ship it', heads: { workflow: { order: 0.9, none: 0.1 } } };
const answering = (probabilities: Record<string, number>, head = 'workflow') => {
  const answer = { label: 'order', confidence: 0.9, probabilities };
  return async () => ({ heads: { [head]: answer } });
};

describe('the probes of a decider', () => {
  it('pass when every label gets nearly the probability of the training', async () => {
    await expect(proveAnswers('router', [probe], answering({ order: 0.88, none: 0.12 }))).resolves.toBeUndefined();
  });

  it.each([
    ['another probability', answering({ order: 0.7, none: 0.3 }), '20 points'],
    ['a label less', answering({ order: 0.9 }), '100 points'],
    ['another head', answering({ order: 0.9, none: 0.1 }, 'clarity'), '100 points'],
    ['no number', answering({ order: Number.NaN, none: 0.1 }), 'NaN points'],
  ])('fail for %s', async (_, decide, message) => {
    await expect(proveAnswers('router', [probe], decide)).rejects.toThrow(message);
  });
});

import { describe, expect, it } from 'vitest';
import { answerAll, parseHeads } from './heads.ts';

const base64 = (numbers: readonly number[]) => Buffer.from(Float32Array.from(numbers).buffer).toString('base64');

const file = (changes: object = {}, headChanges: object = {}) => ({
  dimension: 2,
  maxTokens: 256,
  normalised: false,
  heads: {
    workflow: {
      labels: ['order', 'ticket', 'none'],
      weightBase64: base64([1, 0, 0, 1, -1, -1]),
      bias: [0, 0, 0.5],
      temperature: 1,
      ...headChanges,
    },
  },
  ...changes,
});
const vector = Float32Array.from([2, 1]);

describe('the heads of a decider', () => {
  it('scores each label by its row and bias, and turns the scores into probabilities', () => {
    const { workflow } = answerAll(parseHeads(file()), vector);
    const weights = [Math.exp(2), Math.exp(1), Math.exp(-2.5)];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(workflow?.label).toBe('order');
    expect(workflow?.confidence).toBeCloseTo(weights[0]! / total, 6);
    expect(workflow?.probabilities.none).toBeCloseTo(weights[2]! / total, 6);
  });

  it('divides the scores by the temperature, which moves confidence and not the label', () => {
    const cool = answerAll(parseHeads(file()), vector).workflow!;
    const warm = answerAll(parseHeads(file({}, { temperature: 4 })), vector).workflow!;
    expect(warm.label).toBe(cool.label);
    expect(warm.confidence).toBeLessThan(cool.confidence);
  });

  it('gives labels that are not allowed probability 0 and shares the whole among the others', () => {
    const { workflow } = answerAll(parseHeads(file()), vector, { workflow: ['ticket', 'none'] });
    expect(workflow?.label).toBe('ticket');
    expect(workflow?.probabilities.order).toBe(0);
    expect(workflow!.probabilities.ticket! + workflow!.probabilities.none!).toBeCloseTo(1, 10);
  });

  it('scales the embedding to length 1 when the heads were trained so', () => {
    const long = answerAll(parseHeads(file({ normalised: true })), Float32Array.from([20, 10])).workflow!;
    const short = answerAll(parseHeads(file({ normalised: true })), Float32Array.from([0.2, 0.1])).workflow!;
    expect(long.confidence).toBeCloseTo(short.confidence, 6);
  });

  it.each([
    ['a weight of another size', file({}, { weightBase64: base64([1, 2, 3]) }), '12 bytes of weight, expected 24'],
    ['a missing bias', file({}, { bias: [0, 0] }), '2 biases for 3 labels'],
    ['a label twice', file({}, { labels: ['a', 'a', 'b'] }), 'a label twice'],
    ['a temperature of zero', file({}, { temperature: 0 }), 'temperature'],
    ['a single label', file({}, { labels: ['a'] }), 'labels'],
  ])('refuses %s', (_, json, message) => {
    expect(() => parseHeads(json)).toThrow(message);
  });

  it.each([
    ['an unknown head', { colour: ['red'] }, 'no head "colour"'],
    ['an unknown label', { workflow: ['parcel'] }, 'no label "parcel"'],
    ['no label at all', { workflow: [] }, 'no label to choose from'],
  ])('refuses to be restricted to %s', (_, allowed, message) => {
    expect(() => answerAll(parseHeads(file()), vector, allowed)).toThrow(message);
  });
});

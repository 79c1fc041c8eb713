import { describe, expect, it } from 'vitest';
import { isNewEnough } from './nats-server.ts';

describe('a nats-server that is already installed', () => {
  it.each([
    ['2.11.9', false],
    ['2.12.0', true],
    ['2.15.1', true],
    ['3.0.0', true],
    ['1.99.0', false],
  ])('of version %s is used: %s', (version, used) => {
    expect(isNewEnough(version)).toBe(used);
  });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followReadiness, NOT_READY_AFTER_MS } from './readiness.ts';

const told: boolean[] = [];
let ready = true;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  told.length = 0;
  ready = true;
  stop = followReadiness(
    () => ready,
    (serving) => told.push(serving),
  );
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it('a hiccup is not told', () => {
  ready = false;
  vi.advanceTimersByTime(NOT_READY_AFTER_MS - 1_000);
  ready = true;
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});

it('what lasts is told once, and so is its end', () => {
  ready = false;
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([false]);
  ready = true;
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([false, true]);
});

it('nothing is told once it is stopped', () => {
  stop();
  ready = false;
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});

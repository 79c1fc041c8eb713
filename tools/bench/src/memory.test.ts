import { describe, expect, it } from 'vitest';
import { parseResident, residentBytesOf } from './memory.ts';

describe('the resident size of a process', () => {
  it.each([
    ['of a process', 'Name:\tnode\nVmHWM:\t  200000 kB\nVmRSS:\t  123456 kB\nThreads:\t11\n', 123456 * 1024],
    ['of a kernel thread, which has none', 'Name:\tkthreadd\nThreads:\t1\n', undefined],
  ])('is read from the status %s', (_, status, bytes) => {
    expect(parseResident(status)).toBe(bytes);
  });

  it('is not known of a process that is gone', async () => {
    expect(await residentBytesOf(2 ** 30)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('is about what this process says of itself', async () => {
    const bytes = (await residentBytesOf(process.pid)) ?? 0;
    expect(bytes / process.memoryUsage.rss()).toBeGreaterThan(0.5);
    expect(bytes / process.memoryUsage.rss()).toBeLessThan(2);
  });
});

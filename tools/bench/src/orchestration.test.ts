import { describe, expect, it } from 'vitest';
import { orchestrationOf, type TimedSpan } from './orchestration.ts';

const span = (name: string, startMs: number, endMs: number): TimedSpan => ({ name, startMs, endMs });
const run = [span('submit_run', 100, 104), span('invoke_workflow order-processing', 105, 200)];

describe('the share of orchestration', () => {
  it.each<[string, TimedSpan[], number]>([
    ['is all of a run in which nobody works', run, 1],
    ['leaves out models and tools', [...run, span('chat m', 110, 130), span('execute_tool t', 140, 170)], 0.5],
    ['counts work side by side once', [...run, span('chat m', 110, 140), span('execute_tool t', 120, 160)], 0.5],
    [
      'counts a tool once that is seen from both ends',
      [...run, span('execute_tool t', 110, 160), span('execute_tool t', 111, 159)],
      0.5,
    ],
    ['knows no other work', [...run, span('invoke_agent router', 110, 160), span('process RUNLOG', 105, 200)], 1],
    [
      'goes to the end of the last ownership',
      [...run, span('invoke_workflow order-processing', 280, 300), span('chat m', 110, 160)],
      0.75,
    ],
  ])('%s', (_, spans, share) => {
    expect(orchestrationOf(spans).share).toBeCloseTo(share, 10);
  });

  it.each([
    ['its submission', run.slice(1)],
    ['its ownership', run.slice(0, 1)],
  ])('needs a trace with %s', (_, spans) => {
    expect(() => orchestrationOf(spans)).toThrow('the trace lacks');
  });
});

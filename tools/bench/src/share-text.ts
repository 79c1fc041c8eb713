import type { Proportion } from '@pitcrew/cli/eval';

/** `940/1018 = 92.3 % (90.5 - 93.8)`: the count, and Wilson's 95 % interval in brackets. */
export function shareText({ right, of, rate, low, high }: Proportion): string {
  const percent = (part: number): string => (part * 100).toFixed(1);
  return of === 0 ? 'none' : `${right}/${of} = ${percent(rate)} % (${percent(low)} - ${percent(high)})`;
}

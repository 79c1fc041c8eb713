/**
 * The 95 % interval of a proportion by Wilson's score: unlike the textbook interval it stays inside 0 to 1 and says
 * something useful for a handful of cases and for an accuracy of exactly 0 or 1.
 */
export type Proportion = {
  readonly right: number;
  readonly of: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
};

const Z = 1.959963984540054;

export function proportion(right: number, of: number): Proportion {
  if (of === 0) return { right, of, rate: 0, low: 0, high: 1 };
  const rate = right / of;
  const spread = (Z * Z) / of;
  const centre = (rate + spread / 2) / (1 + spread);
  const half = (Z * Math.sqrt((rate * (1 - rate)) / of + spread / (4 * of))) / (1 + spread);
  return { right, of, rate, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

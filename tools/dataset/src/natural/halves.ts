/**
 * The training voices in two halves. An executor trained on one half makes its own kind of mistakes on the other, and the
 * validator learns from them; on its own half it would make none.
 */
export const HALVES = ['even', 'odd'] as const;
export type Half = (typeof HALVES)[number];

/** Whether the voice's number is even or odd. */
export const halfOf = (voice: string): Half => (Number(voice.replace(/\D/g, '')) % 2 === 0 ? 'even' : 'odd');
export const otherHalf = (half: Half): Half => (half === 'even' ? 'odd' : 'even');

/** Trained for this alone, and served to nobody. */
export const halfRole = (half: Half): string => `executor-${half}`;

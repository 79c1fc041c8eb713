/**
 * The rungs of the ladder of a step that can be left out, so that a measurement shows what each of them is worth. A verdict
 * that is not asked for counts as given; what would be mended fails at once. For measurements only: without a rung a run
 * does things that nobody checked.
 */
export const RUNGS = ['validator-call', 'validator-step', 'run-verdict', 'regenerate', 'replan'] as const;
export type Rung = (typeof RUNGS)[number];

export const isRung = (name: string): name is Rung => RUNGS.some((rung) => rung === name);

/** `validator-call,regenerate`; nothing, or nothing but blanks, leaves the ladder whole. A misspelt name would measure nothing. */
export function parseRungs(text: string | undefined): ReadonlySet<Rung> {
  const names = (text ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  return new Set(
    names.map((name) => {
      if (isRung(name)) return name;
      throw new Error(`there is no rung ${name}; the ladder has ${RUNGS.join(', ')}`);
    }),
  );
}

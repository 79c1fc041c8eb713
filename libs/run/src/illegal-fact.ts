/** A fact that has no place in the run so far: such a log was not written by this machine. */
export class IllegalFact extends Error {
  override readonly name = 'IllegalFact';
}

/** What can go wrong at the model port, as a caller sees it. Besides these, `Busy` and `InputTooLong` of the contracts. */

/** A model file is missing, or is not the file that the manifest pins. Nothing is served from it. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
  readonly file: string;
  readonly expected: string;
  readonly found: string;

  constructor(file: string, expected: string, found: string) {
    super(
      `${file}: expected ${expected}, found ${found}. Run the set-up again (\`npm start\` does); if the change is meant, pin it: \`npm run pin -w @pitcrew/setup\`.`,
    );
    this.file = file;
    this.expected = expected;
    this.found = found;
  }
}

/** The adapter is loaded and changes nothing: it was not trained, or llama.cpp did not apply it. */
export class AdapterInactive extends Error {
  override readonly name = 'AdapterInactive';

  constructor(role: string, difference: number) {
    super(
      `the adapter of ${role} has no effect (it moves the next-token probabilities by ${difference.toExponential(1)}); train it again`,
    );
  }
}

/** The decider does not answer as it did in training: base, adapter and heads do not belong together, or llama.cpp computes otherwise. */
export class ProbeFailed extends Error {
  override readonly name = 'ProbeFailed';

  constructor(role: string, text: string, difference: number) {
    const points = Math.round(100 * difference);
    super(
      `${role} answers ${JSON.stringify(text)} ${points} points of probability away from its training; pin or train it again`,
    );
  }
}

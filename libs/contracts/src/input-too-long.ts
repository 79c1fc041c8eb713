/** The input of a model does not fit its window. It is refused, because cutting it would change what was asked. */
export class InputTooLong extends Error {
  override readonly name = 'InputTooLong';
  readonly tokens: number;
  readonly tokensMax: number;

  constructor(role: string, tokens: number, tokensMax: number) {
    super(
      `the input of ${role} has ${tokens} tokens, more than the ${tokensMax} that fit; shorten it or raise the context size`,
    );
    this.tokens = tokens;
    this.tokensMax = tokensMax;
  }
}

/** What a user did or met that the command cannot go on from. The message says what to do; the exit code is 2. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

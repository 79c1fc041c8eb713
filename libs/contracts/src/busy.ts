/** All slots are taken and the queue is full: nothing was done, try again later. RESOURCE_EXHAUSTED with RetryInfo on the wire. */
export class Busy extends Error {
  override readonly name = 'Busy';
  readonly retryAfterMs: number;
  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** What can go wrong on the bus, as a closed set. Everything else that is thrown here is a mistake in the code. */

/** The bus did not answer, or said that it cannot store now. Callers answer UNAVAILABLE and try again later. */
export class BusUnavailable extends Error {
  override readonly name = 'BusUnavailable';
  /** `not-done`: surely nothing was stored. `unknown`: it may have been; repeat with exactly the same event to find out. */
  readonly outcome: 'not-done' | 'unknown';
  constructor(message: string, outcome: 'not-done' | 'unknown', cause?: unknown) {
    super(message, { cause });
    this.outcome = outcome;
  }
}

/** The log contradicts itself: an acknowledged event is gone, or the digest chain is broken. A person has to look. */
export class RunLogDamaged extends Error {
  override readonly name = 'RunLogDamaged';
}

/** An event over EVENT_BYTES_MAX. Put large values into the blob store and only their digest into the event. */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
}

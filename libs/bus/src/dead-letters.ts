/**
 * What no handler could deal with, set aside on the stream PARK by the consumers of the services: for operators to look at and, once the
 * cause is gone, to try again. Trying again wakes the run that it was about, which then goes on from its log.
 */
import type { StoredMsg } from '@nats-io/jetstream';
import { RunId, TenantId } from '@pitcrew/contracts';
import { type LinkTls, openLink } from './link.ts';
import { firstFrom } from './read-subjects.ts';
import { PARK } from './streams.ts';
import { decodeToken } from './subjects.ts';
import { createTimers } from './timers.ts';

export type DeadLetter = {
  /** On the stream PARK. */
  readonly sequence: number;
  /** When it was set aside, ISO. */
  readonly at: string;
  readonly service: string;
  readonly reason: string;
  /** Where it came from. */
  readonly subject: string;
  /** The run that it was about; absent for what concerns no run, such as the ledger of spend. */
  readonly run?: { readonly tenant: TenantId; readonly run: RunId };
};

export type DeadLetters = AsyncDisposable & {
  /** The oldest first. */
  list(limit: number): Promise<readonly DeadLetter[]>;
  /** Wakes its run, if it is about one, and takes it off the list. */
  retry(letter: DeadLetter): Promise<void>;
};

const OPEN_TIMEOUT_MS = 5_000;
const FILTER = 'park.>';
/** No question to people has a timer of this name: the run is woken, and nothing is due. */
const RETRIED = 'retried';

export async function openDeadLetters(options: {
  readonly servers: readonly string[];
  readonly tls?: LinkTls;
}): Promise<DeadLetters> {
  const link = await openLink(options.servers, 'dead-letters', OPEN_TIMEOUT_MS, options.tls);
  const timers = createTimers(link, 'dead-letters', () => undefined);
  return {
    async list(limit) {
      const letters: DeadLetter[] = [];
      for (let after = 0; letters.length < limit; after = letters.at(-1)?.sequence ?? 0) {
        const found = await firstFrom(link, PARK, FILTER, after + 1);
        if (found === null) break;
        letters.push(toLetter(found));
      }
      return letters;
    },
    async retry({ sequence, run: place }) {
      if (place !== undefined) await timers.schedule({ ...place, id: RETRIED, timer: RETRIED, at: new Date(0) });
      await link.attempt('taking off a dead letter', () => link.jsm.streams.deleteMessage(PARK, sequence));
    },
    [Symbol.asyncDispose]: link.close,
  };
}

function toLetter({ seq, subject, header, time }: StoredMsg): DeadLetter {
  const from = header.get('Pitcrew-Subject');
  const run = runIn(from);
  return {
    ...{ sequence: seq, at: time.toISOString(), service: decodeToken(subject.split('.')[1] ?? '') },
    ...{ reason: header.get('Pitcrew-Reason'), subject: from },
    ...(run !== undefined && { run }),
  };
}

/** `run.<tenant>.<run>.in` of a wake-up, `wake.<tenant>.<run>.<id>` of a timer. */
function runIn(subject: string): DeadLetter['run'] {
  const [kind, tenant = '', run = ''] = subject.split('.');
  if (kind !== 'run' && kind !== 'wake') return undefined;
  return { tenant: TenantId.parse(decodeToken(tenant)), run: RunId.parse(run) };
}

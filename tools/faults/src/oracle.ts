/**
 * What must hold whatever happened, from the records alone: the log of the run, the tools' own list of effects, the ledger.
 * I1 the run ended, I2 its history is legal with one owner an epoch, I3 the effects are those of the same request without the
 * fault, each once, I4 the ledger never stood above a limit and nothing stays reserved, I5 all of it is the tenant's and another sees
 * nothing of it, I6 the run is one trace.
 */
import type { Bus } from '@pitcrew/bus';
import { LEDGER_STREAM, LEDGER_SUBJECT, LedgerEntry, type StoredEvent } from '@pitcrew/contracts';
import { checkHistory } from '@pitcrew/run/check-history';
import { audit } from '@pitcrew/service-budget/audit';
import type { Scene } from './scene.ts';
import { strangerFindings } from './stranger.ts';
import { logTraceFindings } from './traces.ts';
import type { Done, Effect } from './work.ts';

export type Twin = Pick<Done, 'events' | 'effects'>;

/** `twin`: the same request without a fault. */
export async function findingsOf(
  { gateway }: Pick<Scene, 'gateway'>,
  done: Done,
  twin: Twin,
): Promise<readonly string[]> {
  const { tenant, run, events, effects } = done;
  const outcome = outcomeOf(events);
  const foreign = events.filter(({ event }) => event.tenant !== tenant || event.run !== run);
  return [
    ...checkHistory(events, { ended: true }),
    ...(outcome === outcomeOf(twin.events)
      ? []
      : [`ended ${outcome}, and ${outcomeOf(twin.events)} without the fault`]),
    ...twiceIn(effects.map(({ key }) => key)).map((key) => `key ${key} took effect twice`),
    ...(told(effects) === told(twin.effects) ? [] : [`effects ${told(effects)} in place of ${told(twin.effects)}`]),
    ...foreign.map(({ event }) => `${event.id} is of another run`),
    ...(await strangerFindings(gateway, done)),
    ...logTraceFindings(events),
  ];
}

export const outcomeOf = (events: readonly StoredEvent[]): string => {
  const last = events.at(-1)?.event.body;
  return last?.kind === 'run-finished' ? `${last.status}, ${last.stopReason}` : 'not at all';
};

/** Branches that go side by side may take effect in any order. */
const told = (effects: readonly Effect[]): string =>
  effects
    .map(({ tool, arguments: args }) => `${tool}(${JSON.stringify(sorted(args))})`)
    .sort()
    .join(' ');

const sorted = (args: Effect['arguments']) => Object.entries(args).sort(([one], [other]) => (one < other ? -1 : 1));

const twiceIn = (texts: readonly string[]): readonly string[] => texts.filter((text, at) => texts.indexOf(text) !== at);

/** Of the whole ledger so far; `settled`: nobody is under way any more. */
export async function ledgerFindings(bus: Pick<Bus, 'subjectLog'>): Promise<readonly string[]> {
  const log = await bus.subjectLog({ stream: LEDGER_STREAM, subject: LEDGER_SUBJECT });
  const entries = (await log.read(0)).map(({ bytes }) => LedgerEntry.parse(JSON.parse(Buffer.from(bytes).toString())));
  const facts = entries.flatMap(({ facts: some }) => some);
  const reserved = new Set(facts.flatMap((fact) => (fact.kind === 'spend-reserved' ? [fact.reservation] : [])));
  for (const fact of facts)
    if ('reservation' in fact && fact.kind !== 'spend-reserved') reserved.delete(fact.reservation);
  return [...audit(entries), ...[...reserved].map((reservation) => `${reservation} is still reserved`)];
}

/**
 * What must hold after the soak, from the records alone: the log of every acknowledged run (I1, I2, I6), what took effect (I3), the ledger
 * (I4), and what other tenants are told (I5).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, BusUnavailable, type LogEntry } from '@pitcrew/bus';
import type { EventKind, RunId, StoredEvent, TenantId } from '@pitcrew/contracts';
import { checkHistory } from '@pitcrew/run/check-history';
import { ledgerFindings, outcomeOf } from './oracle.ts';
import type { Scene } from './scene.ts';
import { strangerFindings } from './stranger.ts';
import { logTraceFindings } from './traces.ts';
import { patiently } from './work.ts';

export type Place = { readonly tenant: TenantId; readonly run: RunId };
export type Found = { readonly findings: readonly string[]; readonly once: number; readonly escalated: number };

/** A stranger asks about so many of the runs. */
const ASKED_ABOUT = 200;
const PAGE = 200;
const PAGES_MAX = 1_000;
/** What nobody settled is settled in full within this. */
const LEDGER_MS_MAX = 180_000;
const LEDGER_POLL_MS = 2_000;

export async function soakFindings(
  { gateway }: Pick<Scene, 'gateway'>,
  bus: Bus,
  begun: readonly Place[],
  effects: ReadonlySet<string>,
): Promise<Found> {
  const findings: string[] = [];
  let [once, escalated] = [0, 0];
  for (const { tenant, run } of begun) {
    const entries = await readWhenUp(bus, { tenant, run });
    const events = entries.flatMap((entry) => (entry.kind === 'event' ? [entry] : []));
    const found = [...checkHistory(events, { ended: true }), ...logTraceFindings(events)];
    findings.push(...found.map((finding) => `${run}: ${finding}`));
    const tookEffect = new Set(confirmationKeys(events).filter((key) => effects.has(key)));
    const outcome = outcomeOf(events);
    const expected = outcome === 'succeeded, completed' ? 1 : 0;
    if (expected === 0 && !wentUnanswered(events)) findings.push(`${run}: ended ${outcome}`);
    if (tookEffect.size !== expected) findings.push(`${run}: ended ${outcome} with ${tookEffect.size} effects`);
    once += expected;
    if (hasFact(events, 'spend-reserved')) escalated += 1;
  }
  if (effects.size !== once) findings.push(`${effects.size - once} effects of nobody's run`);
  findings.push(...(await isolationFindings(gateway, begun)), ...(await ledgerInTheEnd(bus)));
  return { findings, once, escalated };
}

/** What is unclear and what the frontier does not answer, because it died or nothing is left to spend, ends with a question to the caller. */
const wentUnanswered = (events: readonly StoredEvent[]): boolean =>
  hasFact(events, 'escalation-failed', 'spend-refused') && outcomeOf(events) === 'failed, needs_clarification';

const hasFact = (events: readonly StoredEvent[], ...kinds: readonly EventKind[]): boolean =>
  events.some(({ event }) => kinds.includes(event.body.kind));

/** The last of the killed may still be on its way back. */
async function readWhenUp({ log }: Bus, { tenant, run }: Place): Promise<readonly LogEntry[]> {
  for (;;) {
    try {
      return await log.read(tenant, run);
    } catch (error) {
      if (!(error instanceof BusUnavailable)) throw error;
      await pause(500);
    }
  }
}

/** Under each of which the order may have been confirmed. */
function confirmationKeys(events: readonly StoredEvent[]): readonly string[] {
  return events.flatMap(({ event: { body } }) =>
    body.kind === 'call-proposed' && body.tool === 'confirm_order' ? [body.idempotencyKey] : [],
  );
}

async function isolationFindings(gateway: Scene['gateway'], begun: readonly Place[]): Promise<readonly string[]> {
  const findings: string[] = [];
  const every = Math.max(1, Math.floor(begun.length / ASKED_ABOUT));
  for (const place of begun.filter((_, at) => at % every === 0))
    findings.push(...(await strangerFindings(gateway, place)).map((finding) => `${place.run}: ${finding}`));
  const ownerOf = new Map(begun.map(({ tenant, run }) => [run, tenant]));
  for (const tenant of new Set(ownerOf.values())) {
    const listed = await listedRuns(gateway, tenant);
    const foreign = listed.filter((run) => (ownerOf.get(run) ?? tenant) !== tenant);
    findings.push(...foreign.map((run) => `${tenant} lists ${run} of ${ownerOf.get(run)}`));
    const missing = begun.filter((place) => place.tenant === tenant).length - listed.length;
    if (missing > 0) findings.push(`${tenant} lists ${missing} runs too few`);
  }
  return findings;
}

async function listedRuns(gateway: Scene['gateway'], tenant: TenantId): Promise<readonly RunId[]> {
  const listed: RunId[] = [];
  let pageToken = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const asked = { tenant, pageSize: PAGE, pageToken };
    const answer = await patiently(() => gateway.listRuns(asked, { deadlineMs: 10_000 }));
    listed.push(...answer.runs.map(({ run }) => run));
    pageToken = answer.nextPageToken;
    if (pageToken === '') break;
  }
  return listed;
}

async function ledgerInTheEnd(bus: Bus): Promise<readonly string[]> {
  for (const giveUpAt = performance.now() + LEDGER_MS_MAX; ; await pause(LEDGER_POLL_MS)) {
    const findings = await ledgerFindings(bus);
    if (findings.length === 0 || performance.now() > giveUpAt) return findings;
  }
}

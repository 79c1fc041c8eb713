/**
 * Malformed requests and noise against every service as it is served, in a real crew without an orchestrator, so that a valid
 * submission among them starts no run. No answer is INTERNAL, no log has an unforeseen failure, nobody dies, memory stays bounded, and a good call is answered
 * afterwards.
 *
 * `npm test` sends a few; `npm run test:malformed` sends 50 000. PITCREW_MALFORMED_MESSAGES and PITCREW_MALFORMED_SEED choose;
 * the seed is printed, and gives the same messages again.
 */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectGateway } from '@pitcrew/client';
import type { RunId } from '@pitcrew/contracts';
import {
  bombard,
  encoderOf,
  goodCall,
  HOSTILE_REQUEST,
  HOSTILE_TENANT,
  type HostileTarget,
  internalFailuresIn,
  knownValues,
  NOISE,
  pathOf,
  TARGETS,
} from '@pitcrew/testing/hostile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Crew, type MemberName, startCrew } from './crew.ts';

const MESSAGES_FEW = 1_400;
const { PITCREW_MALFORMED_MESSAGES: asked, PITCREW_MALFORMED_SEED: given } = process.env;
const messages = Number(asked ?? MESSAGES_FEW);
/** The few are the same every time; the many differ. */
const seed = Number(given ?? (asked === undefined ? 1 : randomInt(2 ** 31)));
const TEST_MS_MAX = asked === undefined ? 120_000 : 30 * 60_000;
const GROWTH_BYTES_MAX = 512 * 1024 * 1024;

const runs: RunId[] = [];

/** What grpc-js itself answers INTERNAL to, as the gRPC specification has it, before our code is asked. */
const BELOW_US: readonly string[] = ['a timeout that is none', 'gzip that is none'];

const METHODS = TARGETS.reduce((sum, { service }) => sum + Object.keys(service.methods).length, 0);

let crew: Crew;

beforeAll(async () => {
  console.log(`malformed requests: PITCREW_MALFORMED_MESSAGES=${messages} PITCREW_MALFORMED_SEED=${seed}`);
  crew = await startCrew({ only: ['nats-server', 'backoffice', ...TARGETS.map(({ member }) => member)] });
  using client = connectGateway({ address: crew.gateway, tenant: HOSTILE_TENANT });
  for (let n = 0; n < 4; n += 1) runs.push(await client.submit(HOSTILE_REQUEST, { requestId: `malformed-${n}` }));
});
afterAll(() => crew?.stop());

const addressOf = (member: MemberName): string => crew.addresses[member] ?? expect.fail(`there is no ${member}`);

/** Resident memory of a member; where there is no /proc, nothing is measured. */
function residentBytes(member: MemberName): number {
  if (process.platform !== 'linux') return 0;
  const status = readFileSync(`/proc/${crew.pid(member)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

describe.each(TARGETS)('the $member', (target) => {
  const { member, service } = target;
  const share = Math.ceil((messages * Object.keys(service.methods).length) / METHODS);

  it(
    `takes ${share} malformed requests for what they are`,
    async () => {
      expect(await goodCall(target, addressOf(member))).toBe('OK');
      const before = residentBytes(member);
      const { sent, answers, offences } = await bombard(
        { service, address: addressOf(member), known: knownValues(runs) },
        share,
        seed,
      );
      const grownBytes = residentBytes(member) - before;
      console.log(
        `${member}: ${sent} sent, ${Math.round(grownBytes / 1024 / 1024)} MiB grown, ${JSON.stringify(answers)}`,
      );
      const reasons = internalFailuresIn(crew.log(member));
      expect({ reasons, offences: offences.slice(0, 3) }).toEqual({ reasons: [], offences: [] });
      expect(sent).toBe(share);
      expect(crew.isRunning(member)).toBe(true);
      expect(grownBytes).toBeLessThan(GROWTH_BYTES_MAX);
      expect(await goodCall(target, addressOf(member))).toBe('OK');
    },
    TEST_MS_MAX,
  );
});

describe('a server', () => {
  const door = TARGETS[0] as HostileTarget;
  const { service, method } = door;
  const path = pathOf(service, method);

  it.each(NOISE)('lives through $name', async ({ name, run }) => {
    const good = encoderOf(service, method)(door.value());
    const before = residentBytes('gateway');
    const became = await run({ address: addressOf('gateway'), path, good });
    expect(became).not.toMatch(BELOW_US.includes(name) ? /^(UNKNOWN|DATA_LOSS)$/ : /^(UNKNOWN|DATA_LOSS|INTERNAL)$/);
    expect(crew.isRunning('gateway')).toBe(true);
    expect(residentBytes('gateway') - before).toBeLessThan(GROWTH_BYTES_MAX);
    expect(await goodCall(door, addressOf('gateway'))).toBe('OK');
  });
});

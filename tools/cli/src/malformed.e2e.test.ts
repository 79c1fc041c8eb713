/**
 * Malformed requests and noise against every service as it is served, in a real crew without an orchestrator, so that a valid
 * submission among them starts no run. No answer is INTERNAL, no log has an unforeseen failure, nobody dies, memory stays bounded, and a good call is answered
 * afterwards.
 *
 * `npm test` sends a few; `npm run test:malformed` sends 50 000. PITCREW_MALFORMED_MESSAGES and PITCREW_MALFORMED_SEED choose;
 * the seed is printed, and gives the same messages again.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectGateway } from '@pitcrew/client';
import {
  budgetService,
  executorService,
  frontierService,
  gatewayService,
  newRunId,
  plannerService,
  routerService,
  type Service,
  validatorService,
} from '@pitcrew/contracts';
import {
  bombard,
  encoderOf,
  framed,
  internalFailuresIn,
  NOISE,
  nameOf,
  openRaw,
  pathOf,
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

const request = 'Process order #4521 for customer acme-corp';
const caller = { tenant: 'acme', run: newRunId() };

/** So that requests reach what lies behind the first look at them. The runs are submitted before. */
const known = {
  tenant: ['acme'],
  run: [] as string[],
  request: [request, 'Refund order 70116', ''],
  workflow: ['order-processing', 'order-refund', 'travel-booking'],
  workflows: [[], ['order-processing']],
  variation: ['full', 'quote', 'constructor'],
  tool: ['validate_order', 'check_inventory', 'confirm_order', 'issue_refund', 'constructor'],
  step: ['s1', 's2'],
  planVersion: [1],
  scratchpad: ['<scratchpad>\nStep 1: Validate order\nStep 2: Check inventory\nCurrent step: 1\n</scratchpad>'],
};

/** What grpc-js itself answers INTERNAL to, as the gRPC specification has it, before our code is asked. */
const BELOW_US: readonly string[] = ['a timeout that is none', 'gzip that is none'];

/** For each service a call that has to be answered, and how. */
const TARGETS: readonly (readonly [MemberName, Service, string, () => object, string])[] = [
  ['gateway', gatewayService, 'submitRun', () => ({ tenant: 'acme', requestId: randomUUID(), request }), 'OK'],
  ['router', routerService, 'route', () => ({ ...caller, request }), 'OK'],
  ['planner', plannerService, 'plan', () => ({ ...caller, request, workflow: 'order-processing' }), 'OK'],
  [
    'executor',
    executorService,
    'call',
    () => ({ tenant: 'acme', messages: [{ kind: 'user', content: request }], tools: [] }),
    'OK',
  ],
  [
    'validator',
    validatorService,
    'judgeRun',
    () => ({ ...caller, request, workflow: 'order-processing', variation: 'full', history: [], skipped: [] }),
    'OK',
  ],
  ['budget', budgetService, 'getSpend', () => ({}), 'OK'],
  [
    'frontier',
    frontierService,
    'prepare',
    () => ({ ...caller, task: { kind: 'plan', request, workflows: [], history: [] } }),
    'OK',
  ],
];
const METHODS = TARGETS.reduce((sum, [, service]) => sum + Object.keys(service.methods).length, 0);

let crew: Crew;

beforeAll(async () => {
  console.log(`malformed requests: PITCREW_MALFORMED_MESSAGES=${messages} PITCREW_MALFORMED_SEED=${seed}`);
  crew = await startCrew({ only: ['nats-server', 'backoffice', ...TARGETS.map(([member]) => member)] });
  using client = connectGateway({ address: crew.gateway, tenant: caller.tenant });
  for (let n = 0; n < 4; n += 1) known.run.push(await client.submit(request, { requestId: `malformed-${n}` }));
});
afterAll(() => crew?.stop());

const addressOf = (member: MemberName): string => crew.addresses[member] ?? expect.fail(`there is no ${member}`);

/** Resident memory of a member; where there is no /proc, nothing is measured. */
function residentBytes(member: MemberName): number {
  if (process.platform !== 'linux') return 0;
  const status = readFileSync(`/proc/${crew.pid(member)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

async function goodCall(member: MemberName, service: Service, method: string, value: object): Promise<string> {
  using connection = openRaw(addressOf(member));
  return nameOf(await connection.send(pathOf(service, method), framed(encoderOf(service, method)(value))));
}

describe.each(TARGETS)('the %s', (member, service, method, value, answer) => {
  const share = Math.ceil((messages * Object.keys(service.methods).length) / METHODS);

  it(
    `takes ${share} malformed requests for what they are`,
    async () => {
      expect(await goodCall(member, service, method, value())).toBe(answer);
      const before = residentBytes(member);
      const { sent, answers, offences } = await bombard({ service, address: addressOf(member), known }, share, seed);
      const grownBytes = residentBytes(member) - before;
      console.log(
        `${member}: ${sent} sent, ${Math.round(grownBytes / 1024 / 1024)} MiB grown, ${JSON.stringify(answers)}`,
      );
      const reasons = internalFailuresIn(crew.log(member));
      expect({ reasons, offences: offences.slice(0, 3) }).toEqual({ reasons: [], offences: [] });
      expect(sent).toBe(share);
      expect(crew.isRunning(member)).toBe(true);
      expect(grownBytes).toBeLessThan(GROWTH_BYTES_MAX);
      expect(await goodCall(member, service, method, value())).toBe(answer);
    },
    TEST_MS_MAX,
  );
});

describe('a server', () => {
  const [, service, method] = TARGETS[0] as (typeof TARGETS)[number];
  const path = pathOf(service, method);

  it.each(NOISE)('lives through $name', async ({ name, run }) => {
    const good = encoderOf(service, method)(TARGETS[0]?.[3]());
    const before = residentBytes('gateway');
    const became = await run({ address: addressOf('gateway'), path, good });
    expect(became).not.toMatch(BELOW_US.includes(name) ? /^(UNKNOWN|DATA_LOSS)$/ : /^(UNKNOWN|DATA_LOSS|INTERNAL)$/);
    expect(crew.isRunning('gateway')).toBe(true);
    expect(residentBytes('gateway') - before).toBeLessThan(GROWTH_BYTES_MAX);
    expect(await goodCall('gateway', gatewayService, 'submitRun', TARGETS[0]?.[3]() ?? {})).toBe('OK');
  });
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Gateway } from '@pitcrew/client';
import type { RunId, StoredEvent } from '@pitcrew/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderRun, troubledRun } from '../story/run.fixture.ts';
import { parseCases } from './case.ts';
import { runCase } from './run-case.ts';

let control: Server;
let controlUrl = '';
const worlds: { readonly path: string | undefined; readonly body: unknown }[] = [];

beforeAll(async () => {
  control = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const body = JSON.parse(Buffer.concat(chunks).toString());
    worlds.push({ path: request.url, body });
    response.writeHead(body.rows.bad === undefined ? 204 : 400).end(body.rows.bad === undefined ? '' : 'unknown table');
  }).listen(0, '127.0.0.1');
  await once(control, 'listening');
  controlUrl = `http://127.0.0.1:${(control.address() as AddressInfo).port}`;
});
afterAll(() => control.close());

type Calls = { readonly submitted: string[]; readonly modes: unknown[]; readonly decided: boolean[] };

/** A gateway whose every run is the recorded one. */
function recordedGateway(events: readonly StoredEvent[]): { readonly gateway: Gateway; readonly calls: Calls } {
  const calls: Calls = { submitted: [], modes: [], decided: [] };
  const gateway: Partial<Gateway> = {
    submitRun: async ({ request, mode }) => {
      calls.submitted.push(request);
      calls.modes.push(mode);
      return { run: events[0]?.event.run as RunId };
    },
    watchRun: async function* () {
      for (const stored of events) yield { stored };
    },
    decideApproval: async ({ approved }) => {
      calls.decided.push(approved);
      return {};
    },
  };
  return { gateway: gateway as Gateway, calls };
}

const caseOf = (value: object) => {
  const [evalCase] = parseCases(JSON.stringify({ request: 'Process order #4521', expect: {}, ...value }), 'f');
  if (evalCase === undefined) throw new Error('no case');
  return evalCase;
};

describe('a case of an evaluation', () => {
  it('meets a world of its own, with its rows and faults', async () => {
    const world = { orders: [{ order_id: 7731, items: [{ sku: 'A', qty: 1 }] }] };
    const faults = [{ tool: 'check_inventory', class: 'transient', message: 'busy', times: 1 }];
    const { gateway } = recordedGateway(orderRun);
    const first = await runCase(gateway, controlUrl, caseOf({ world, faults }));
    const second = await runCase(gateway, controlUrl, caseOf({}));
    expect(worlds.slice(-2)).toEqual([
      { path: `/control/worlds/${first.tenant}`, body: { rows: world, faults } },
      { path: `/control/worlds/${second.tenant}`, body: { rows: {}, faults: [] } },
    ]);
    expect(first.tenant).not.toBe(second.tenant);
  });

  it('is measured and judged by what its run did', async () => {
    const { gateway, calls } = recordedGateway(orderRun);
    const result = await runCase(gateway, controlUrl, caseOf({ expect: { outcome: 'succeeded', workflow: 'other' } }));
    expect(calls.submitted).toEqual(['Process order #4521']);
    expect(result).toMatchObject({
      passed: false,
      keys: { outcome: { passed: true }, workflow: { passed: false, expected: 'other', got: 'order-processing' } },
      steps: 3,
      stepsBegun: 3,
      sampledTokens: 27,
      latencyMs: 550,
      finished: true,
    });
  });

  it.each([
    ['planned, and the plan contains the tool', { expect: { plan: [{ tool: 'confirm_order' }] } }, true],
    ['planned, and the plan lacks the tool', { expect: { plan: [{ tool: 'validate_order' }] } }, false],
    ['planned, and no plan is expected', {}, true],
    ['none', { approve: 'none', expect: { plan: [{ tool: 'confirm_order' }] } }, false],
  ])('decides what waits for a person: %s', async (_, change, approved) => {
    const { gateway, calls } = recordedGateway(troubledRun);
    await runCase(gateway, controlUrl, caseOf(change));
    expect(calls.decided).toEqual([approved]);
  });

  it('is worked on in the mode that the evaluation asks for', async () => {
    const { gateway, calls } = recordedGateway(orderRun);
    await runCase(gateway, controlUrl, caseOf({}), 'scratchpad');
    await runCase(gateway, controlUrl, caseOf({}));
    expect(calls.modes).toEqual(['scratchpad', undefined]);
  });

  it('is not run in a world that the back office refuses', async () => {
    const { gateway, calls } = recordedGateway(orderRun);
    await expect(runCase(gateway, controlUrl, caseOf({ world: { bad: [] } }))).rejects.toThrow(
      /refuses the world \(400\): unknown table/,
    );
    expect(calls.submitted).toEqual([]);
  });
});

/** Every service of a crew as a target: its description, and a good call of it that has to be answered, whatever came before. */
import { randomUUID } from 'node:crypto';
import {
  budgetService,
  executorService,
  frontierService,
  gatewayService,
  newRunId,
  plannerService,
  type RunId,
  routerService,
  type Service,
  validatorService,
} from '@pitcrew/contracts';
import { nameOf } from './bombard.ts';
import { framed, openRaw } from './raw-grpc.ts';
import { encoderOf, type KnownValues, pathOf } from './wire-bytes.ts';

export type HostileTarget = {
  readonly member: 'gateway' | 'router' | 'planner' | 'executor' | 'validator' | 'budget' | 'frontier';
  readonly service: Service;
  readonly method: string;
  readonly value: () => object;
};

export const HOSTILE_TENANT = 'acme';
export const HOSTILE_REQUEST = 'Process order #4521 for customer acme-corp';

const tenant = HOSTILE_TENANT;
const request = HOSTILE_REQUEST;
const caller = { tenant, run: newRunId() };

export const TARGETS: readonly HostileTarget[] = [
  {
    member: 'gateway',
    service: gatewayService,
    method: 'submitRun',
    value: () => ({ tenant, requestId: randomUUID(), request }),
  },
  { member: 'router', service: routerService, method: 'route', value: () => ({ ...caller, request }) },
  {
    member: 'planner',
    service: plannerService,
    method: 'plan',
    value: () => ({ ...caller, request, workflow: 'order-processing' }),
  },
  {
    member: 'executor',
    service: executorService,
    method: 'call',
    value: () => ({ tenant, messages: [{ kind: 'user', content: request }], tools: [] }),
  },
  {
    member: 'validator',
    service: validatorService,
    method: 'judgeRun',
    value: () => ({ ...caller, request, workflow: 'order-processing', variation: 'full', history: [], skipped: [] }),
  },
  { member: 'budget', service: budgetService, method: 'getSpend', value: () => ({}) },
  {
    member: 'frontier',
    service: frontierService,
    method: 'prepare',
    value: () => ({ ...caller, task: { kind: 'plan', request, workflows: [], history: [] } }),
  },
];

/** So that requests reach what lies behind the first look at them. */
export const knownValues = (runs: readonly RunId[]): KnownValues => ({
  tenant: [tenant],
  run: runs,
  request: [request, 'Refund order 70116', ''],
  workflow: ['order-processing', 'order-refund', 'travel-booking'],
  workflows: [[], ['order-processing']],
  variation: ['full', 'quote', 'constructor'],
  tool: ['validate_order', 'check_inventory', 'confirm_order', 'issue_refund', 'constructor'],
  step: ['s1', 's2'],
  planVersion: [1],
  scratchpad: ['<scratchpad>\nStep 1: Validate order\nStep 2: Check inventory\nCurrent step: 1\n</scratchpad>'],
});

/** The name of the gRPC status that the target's good call is answered with: `OK`. */
export async function goodCall({ service, method, value }: HostileTarget, address: string): Promise<string> {
  using connection = openRaw(address);
  return nameOf(await connection.send(pathOf(service, method), framed(encoderOf(service, method)(value()))));
}

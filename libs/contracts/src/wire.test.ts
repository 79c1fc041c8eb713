/**
 * The rules of wire.ts by example, and the proof that they lead to the messages of the protos: for each method, what the
 * rules make of its request and response type must be what the generated types say. That part is checked by the compiler.
 * (That whole messages survive the bytes is a property test of libs/rpc, where bytes are made.)
 */
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { budgetService } from './budget.ts';
import type { StoredEvent } from './events.ts';
import type { frontierService } from './frontier.ts';
import { type gatewayService, SubmitRunRequest } from './gateway.ts';
import type { Method, Service } from './service.ts';
import type { executorService, plannerService, routerService, validatorService } from './specialists.ts';
import type { BudgetServiceDefinition } from './wire/pitcrew/budget/v1/BudgetService.ts';
import type { ExecutorServiceDefinition } from './wire/pitcrew/executor/v1/ExecutorService.ts';
import type { FrontierServiceDefinition } from './wire/pitcrew/frontier/v1/FrontierService.ts';
import type { GatewayServiceDefinition } from './wire/pitcrew/gateway/v1/GatewayService.ts';
import type { PlannerServiceDefinition } from './wire/pitcrew/planner/v1/PlannerService.ts';
import type { RouterServiceDefinition } from './wire/pitcrew/router/v1/RouterService.ts';
import type { StoredEvent as WireStoredEvent } from './wire/pitcrew/run/v1/StoredEvent.ts';
import type { ValidatorServiceDefinition } from './wire/pitcrew/validator/v1/ValidatorService.ts';
import { fromWire, toWire, WireFormatError } from './wire.ts';

describe('value and wire', () => {
  it.each([
    ['1: free JSON travels as text', { result: { a: [1, null] } }, { resultJson: '{"a":[1,null]}' }],
    ['1: and so does a bare null', { result: null }, { resultJson: 'null' }],
    [
      '1: its members are not touched by other rules',
      { arguments: { kind: 'x', at: 1 } },
      { argumentsJson: '{"kind":"x","at":1}' },
    ],
    [
      '2: a union is a oneof',
      { kind: 'plan-refused', message: 'm' },
      { kind: 'planRefused', planRefused: { message: 'm' } },
    ],
    [
      '2: nested as well',
      { outcome: { kind: 'succeeded', result: 1 } },
      { outcome: { kind: 'succeeded', succeeded: { resultJson: '1' } } },
    ],
    ['3: an enum carries its prefix', { errorClass: 'transient' }, { errorClass: 'ERROR_CLASS_TRANSIENT' }],
    ['3: whole words', { stopReason: 'max_steps_exceeded' }, { stopReason: 'STOP_REASON_MAX_STEPS_EXCEEDED' }],
    [
      '4: a time is a Timestamp',
      { at: '2026-01-02T03:04:05.678Z' },
      { at: { seconds: 1767323045, nanos: 678_000_000 } },
    ],
    ['4: before 1970 as well', { at: '1969-12-31T23:59:59.250Z' }, { at: { seconds: -1, nanos: 250_000_000 } }],
    [
      'lists are taken element by element',
      { steps: [{ status: 'failed' }] },
      { steps: [{ status: 'RUN_STATUS_FAILED' }] },
    ],
  ])('%s', (_, value, wire) => {
    expect(toWire(value)).toEqual(wire);
    expect(fromWire(wire)).toEqual(value);
  });

  it('5: an absent optional field is absent on both sides', () => {
    expect(toWire({ workflow: undefined, question: '' })).toEqual({ question: '' });
    expect(fromWire({ workflow: undefined, outcome: null, question: '' })).toEqual({ question: '' });
  });

  it('drops the names of oneofs that the loader adds for optional fields', () => {
    expect(fromWire({ workflow: 'w', _workflow: 'workflow' })).toEqual({ workflow: 'w' });
  });

  it('leaves an unknown enum value for the schema to refuse', () => {
    expect(fromWire({ clarity: 7 })).toEqual({ clarity: '' });
  });

  it('names the field that should be JSON and is not', () => {
    expect(() => fromWire({ resultJson: '{' })).toThrow(new WireFormatError('resultJson', 'resultJson is not JSON'));
  });
});

/** What toWire makes of a type, by the same five rules. */
type WireOf<T> = T extends string | number | boolean | undefined
  ? T extends string
    ? string
    : T
  : T extends readonly (infer Element)[]
    ? WireOf<Element>[]
    : T extends { readonly kind: infer Kind extends string }
      ? { kind: Camel<Kind> } & { [Name in Camel<Kind>]: WireOf<Omit<T, 'kind'>> }
      : { [Name in keyof T as Name extends JsonField ? `${Name}Json` : Name]: WireMember<Name, T[Name]> };

type WireMember<Name, T> = Name extends JsonField
  ? string
  : Name extends TimeField
    ? { seconds: number; nanos: number }
    : Name extends keyof EnumPrefix
      ? `${EnumPrefix[Name]}_${Uppercase<T & string>}`
      : WireOf<T>;

type JsonField = 'arguments' | 'result' | 'literal' | 'parameters';
type TimeField =
  | 'at'
  | 'asOf'
  | 'expiresAt'
  | 'resetsAt'
  | 'resumesAt'
  | 'submittedAt'
  | 'submittedBefore'
  | 'submittedFrom'
  | 'updatedAt'
  | 'waitingSince';
type EnumPrefix = {
  errorClass: 'ERROR_CLASS';
  executed: 'EXECUTED';
  operator: 'OPERATOR';
  repair: 'REPAIR';
  clarity: 'CLARITY';
  phase: 'RUN_PHASE';
  status: 'RUN_STATUS';
  stopReason: 'STOP_REASON';
  mode: 'MODE';
  onBudget: 'ON_BUDGET';
  cause: 'ESCALATION_CAUSE';
  period: 'PERIOD';
  purpose: 'PURPOSE';
  tokenCount: 'TOKEN_COUNT';
  charged: 'CHARGED';
  approvalState: 'APPROVAL_STATE';
  reviewState: 'REVIEW_STATE';
};
type Camel<Kebab extends string> = Kebab extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Kebab;

/** Whether each member of the first has its place in the second, at every depth. An empty message is a record to zod. */
type Fits<Ours, Theirs> = Ours extends readonly (infer Element)[]
  ? NonNullable<Theirs> extends readonly (infer TheirElement)[]
    ? Fits<Element, TheirElement>
    : false
  : string extends keyof Ours
    ? true
    : Ours extends object
      ? {
          [Name in keyof Ours]: Name extends keyof NonNullable<Theirs>
            ? Fits<NonNullable<Ours[Name]>, NonNullable<Theirs>[Name]>
            : false;
        } extends {
          [Name in keyof Ours]: true | undefined;
        }
        ? true
        : false
      : Ours extends NonNullable<Theirs>
        ? true
        : false;

type FitsMethod<Ours extends Method, Theirs> = Theirs extends {
  requestSerialize: (value: infer Request) => Buffer;
  responseSerialize: (value: infer Response) => Buffer;
}
  ? [Fits<WireOf<z.infer<Ours['request']>>, Request>, Fits<WireOf<z.infer<Ours['response']>>, Response>]
  : false;

type FitsService<Ours extends Service, Definition> = {
  [Name in keyof Ours['methods'] & string]: Capitalize<Name> extends keyof Definition
    ? FitsMethod<Ours['methods'][Name], Definition[Capitalize<Name>]>
    : false;
};

type AllFit<Ours extends Service> = { [Name in keyof Ours['methods'] & string]: [true, true] };

describe('a mode', () => {
  const submission = { tenant: 'acme', requestId: 'r', request: 'Process order #4521' };

  it('that is unspecified is none', () => {
    expect(SubmitRunRequest.parse(fromWire({ ...submission, mode: 'MODE_UNSPECIFIED' }))).toEqual(submission);
  });

  it('that this code does not know is refused by its field', () => {
    // The loader hands a number on that has no name.
    const parsed = SubmitRunRequest.safeParse(fromWire({ ...submission, mode: 9 }));
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['mode']);
  });
});

describe('the schemas fit the protos', () => {
  it('for each method, by the compiler', () => {
    expectTypeOf<FitsService<typeof gatewayService, GatewayServiceDefinition>>().toEqualTypeOf<
      AllFit<typeof gatewayService>
    >();
    expectTypeOf<FitsService<typeof routerService, RouterServiceDefinition>>().toEqualTypeOf<
      AllFit<typeof routerService>
    >();
    expectTypeOf<FitsService<typeof plannerService, PlannerServiceDefinition>>().toEqualTypeOf<
      AllFit<typeof plannerService>
    >();
    expectTypeOf<FitsService<typeof executorService, ExecutorServiceDefinition>>().toEqualTypeOf<
      AllFit<typeof executorService>
    >();
    expectTypeOf<FitsService<typeof validatorService, ValidatorServiceDefinition>>().toEqualTypeOf<
      AllFit<typeof validatorService>
    >();
    expectTypeOf<FitsService<typeof budgetService, BudgetServiceDefinition>>().toEqualTypeOf<
      AllFit<typeof budgetService>
    >();
    expectTypeOf<FitsService<typeof frontierService, FrontierServiceDefinition>>().toEqualTypeOf<
      AllFit<typeof frontierService>
    >();
  });

  it('and a field or an enum value that a proto lacks is found', () => {
    expectTypeOf<Fits<WireOf<StoredEvent>, WireStoredEvent>>().toEqualTypeOf<true>();
    expectTypeOf<Fits<WireOf<StoredEvent & { extra: string }>, WireStoredEvent>>().toEqualTypeOf<false>();
    type Event = WireOf<StoredEvent['event']>;
    expectTypeOf<Fits<{ event: Omit<Event, 'epoch'> & { epoch: string } }, WireStoredEvent>>().toEqualTypeOf<false>();
    expectTypeOf<Fits<{ event: { body: { kind: 'runExploded' } } }, WireStoredEvent>>().toEqualTypeOf<false>();
  });
});

import * as contracts from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { PARTS, rulingOn, wantsCertificates } from './authorise.ts';
import { rpcName } from './protos.ts';

const isService = (value: unknown): value is contracts.Service =>
  typeof value === 'object' && value !== null && 'methods' in value && 'name' in value;
const services = Object.values<unknown>(contracts).filter(isService);
const methods = services.flatMap(({ name, methods }) => Object.keys(methods).map((rpc) => `${name}/${rpcName(rpc)}`));
const own = { part: 'whoever', trustDomain: 'pitcrew' };
const callersOf = (method: string): readonly string[] =>
  [...PARTS].filter((part) => rulingOn(method, { part, trustDomain: 'pitcrew' }, own).kind === 'allowed');

const perform = 'pitcrew.executor.v1.ExecutorService/Perform';

describe('who may call what', () => {
  const people = methods.filter((method) => method.includes('gateway'));
  const budget = 'pitcrew.budget.v1.BudgetService';

  it('covers all services', () => {
    expect(services.length).toBe(7);
  });

  it.each(methods.filter((method) => !people.includes(method)))('%s is called by exactly one part', (method) => {
    const operators = [`${budget}/GetSpend`, `${budget}/SetLimit`];
    expect(callersOf(method)).toEqual([operators.includes(method) ? 'operator' : 'orchestrator']);
  });

  it.each(people)('%s is for whoever has a token', (method) => {
    expect(callersOf(method)).toEqual([...PARTS]);
    expect(rulingOn(method, undefined, own).kind).toBe('allowed');
  });

  it.each([
    ['nobody', undefined, 'unknown-caller'],
    ['the orchestrator of another trust domain', { part: 'orchestrator', trustDomain: 'elsewhere' }, 'refused'],
    ['whoever has a host name that begins with orchestrator', { part: 'orchestrator' }, 'refused'],
  ])('%s calls the executor of a trust domain: %s', (_, caller, kind) => {
    expect(rulingOn(perform, caller, own).kind).toBe(kind);
  });

  it.each([
    ['its host name alone', { part: 'orchestrator' }],
    ['a trust domain', { part: 'orchestrator', trustDomain: 'pitcrew' }],
  ])('an executor with host names alone is called by the orchestrator with %s', (_, caller) => {
    expect(rulingOn(perform, caller, { part: 'executor' }).kind).toBe('allowed');
  });

  it('a service or an rpc that the table does not know may be called by nobody', () => {
    expect(callersOf('pitcrew.new.v1.NewService/Do')).toEqual([]);
    expect(callersOf(`${budget}/Empty`)).toEqual([]);
    expect(wantsCertificates([{ name: 'pitcrew.new.v1.NewService' }])).toBe(true);
  });

  it('a server without services, and one with any that is not public, wants certificates', () => {
    const [gateway, router] = [contracts.gatewayService, contracts.routerService];
    expect([[], [gateway], [gateway, router]].map(wantsCertificates)).toEqual([true, false, true]);
  });
});

import { expect, it } from 'vitest';
import { identityIn } from './peer-identity.ts';

it.each([
  ['URI:spiffe://pitcrew/router', { part: 'router', trustDomain: 'pitcrew' }],
  ['DNS:other.example, URI:spiffe://prod.acme/orchestrator', { part: 'orchestrator', trustDomain: 'prod.acme' }],
  ['DNS:executor', { part: 'executor' }],
  ['DNS:executor.crew.svc, DNS:executor.crew, IP Address:10.0.0.1', { part: 'executor' }],
  ['URI:https://example.com/x, DNS:budget', { part: 'budget' }],
])('%s names %j', (names, identity) => {
  expect(identityIn(names)).toEqual(identity);
});

it.each([
  ['no names', undefined],
  ['an address alone', 'IP Address:127.0.0.1'],
  ['hosts that disagree', 'DNS:router, DNS:orchestrator'],
  ['a wildcard', 'DNS:*.crew.svc'],
  ['two SPIFFE ids', 'URI:spiffe://a/router, URI:spiffe://a/orchestrator'],
  ['a SPIFFE id with a longer path, whatever its hosts say', 'URI:spiffe://a/ns/x/sa/orchestrator, DNS:orchestrator'],
  ['a SPIFFE id without a path', 'URI:spiffe://a, DNS:orchestrator'],
  ['a name within a quoted name', 'DNS:"x, URI:spiffe://a/orchestrator"'],
])('%s names nobody', (_, names) => {
  expect(identityIn(names)).toBeUndefined();
});

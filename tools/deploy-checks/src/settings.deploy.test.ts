/** Settings of the services that come as variables and Secrets: each reaches the pods that read it, and no others. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { internetReach } from './network.ts';
import { containersOf, named } from './objects.ts';
import { chart } from './places.ts';
import { type KubernetesObject, refusal, render } from './render.ts';

const file = join(chart, 'ci/tls-oidc.yaml');
const set = [
  'oidc.tenantClaim="org"',
  'oidc.rolesClaim="groups"',
  'oidc.caSecret={"name":"issuer-ca","key":"root.pem"}',
  'budget.webhookSecret={"name":"alerts","key":"url"}',
  'budget.webhookPort=8443',
  'budget.peers=[{"ipBlock":{"cidr":"198.51.100.4/32"}}]',
  'services.orchestrator.extraEnv=[{"name":"PITCREW_CLARIFICATION_MINUTES","value":"15"}]',
  'services.frontier.extraEnv=[{"name":"HTTPS_PROXY","valueFrom":{"secretKeyRef":{"name":"proxy","key":"url"}}}]',
];

let objects: readonly KubernetesObject[];
beforeAll(async () => {
  objects = await render({ file, set });
});

/** Which services have a variable, each with its value. */
function holders(name: string): Readonly<Record<string, unknown>> {
  const found = objects.flatMap((object) =>
    containersOf(object).flatMap(({ env = [] }) =>
      env.filter((variable) => variable.name === name).map(({ value }) => [object.metadata.name, value] as const),
    ),
  );
  return Object.fromEntries(found.sort());
}

it.each([
  ['PITCREW_OIDC_TENANT_CLAIM', { 'crew-budget': 'org', 'crew-gateway': 'org' }],
  ['PITCREW_OIDC_ROLES_CLAIM', { 'crew-budget': 'groups', 'crew-gateway': 'groups' }],
  ['NODE_EXTRA_CA_CERTS', { 'crew-budget': '/secrets/oidc-ca/root.pem', 'crew-gateway': '/secrets/oidc-ca/root.pem' }],
  ['PITCREW_BUDGET_WEBHOOK_URL_FILE', { 'crew-budget': '/secrets/budget-webhook/url' }],
  ['PITCREW_CLARIFICATION_MINUTES', { 'crew-orchestrator': '15' }],
  ['HTTPS_PROXY', { 'crew-frontier': undefined }],
])('%s', (name, services) => {
  expect(holders(name)).toEqual(services);
});

it('the gateway’s certificate carries the names by which it is reached from outside', () => {
  const { dnsNames, ipAddresses } = named(objects, 'Certificate/crew-gateway').spec as Record<
    string,
    readonly string[]
  >;
  expect(dnsNames).toEqual(expect.arrayContaining(['crew-gateway.pitcrew.svc', 'crew.example.com']));
  expect(ipAddresses).toEqual(['203.0.113.9']);
  expect(JSON.stringify(named(objects, 'Certificate/crew-router'))).not.toContain('"crew.example.com"');
});

describe('the budget', () => {
  it('has the URL of its webhook as a file, and a way there', () => {
    const { spec } = named(objects, 'Deployment/crew-budget');
    expect(JSON.stringify(spec)).toContain('"secretName":"alerts"');
    expect(internetReach(objects).budget).toEqual(['203.0.113.7/32', '198.51.100.4/32']);
    expect(JSON.stringify(named(objects, 'NetworkPolicy/crew-budget').spec)).toContain('"ports":[{"port":8443}]');
  });

  it('reads a file in which none of this stands', () => {
    const { 'budget.json': text } = named(objects, 'ConfigMap/crew-budget').data as { 'budget.json': string };
    expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(['limits', 'prices', 'timeZone']);
  });
});

describe('a variable that the chart sets itself is refused', () => {
  it.each([
    ['router', 'PITCREW_MODELS_DIR'],
    ['executor', 'PITCREW_SLOTS'],
    ['gateway', 'PITCREW_OIDC_AUDIENCE'],
  ])('%s: %s', async (service, name) => {
    const planted = `services.${service}.extraEnv=[{"name":"${name}","value":"a"}]`;
    expect(await refusal({ file, set: [planted] })).toContain(`names ${name}, which the chart sets itself`);
  });

  it('and one of another service is not', async () => {
    expect(await refusal({ file, set: ['services.router.extraEnv=[{"name":"PITCREW_SLOTS","value":"4"}]'] })).toBe(
      undefined,
    );
  });
});

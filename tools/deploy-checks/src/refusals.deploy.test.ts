/** Values that contradict each other are refused with a sentence that says what to change, and values that make no sense by the schema. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chart } from './places.ts';
import { refusal } from './render.ts';

describe('contradictions', () => {
  it.each([
    ['a GPU without its build of llama.cpp', ['gpu.mode="devicePlugin"'], 'image.variant is cpu'],
    ['the build for a GPU without one', ['image.variant="cuda"'], 'gpu.mode is none'],
    ['three copies of the log on one server', ['nats.servers=1'], 'cannot have more copies than there are servers'],
    ['TLS without certificates', ['tls.mode="files"', 'nats.url="tls://nats:4222"'], 'gateway has no certificate'],
    ['TLS with one certificate missing', [...tlsBut('validator')], 'validator has no certificate'],
    ['TLS without a certificate of the scheduled job', [...tlsBut('archive')], 'archive has no certificate'],
    ['TLS, but not to NATS', ['tls.mode="files"', 'tls.issuer.name="ca"'], 'nats.url does not begin with tls://'],
    ['TLS to NATS alone', ['nats.url="tls://nats:4222"'], 'tls.mode is off'],
    ['an issuer of certificates without TLS', ['tls.issuer.name="ca"'], 'no certificate would be used'],
    ['certificates without TLS', ['tls.secrets.gateway="gateway-tls"'], 'no certificate would be used'],
    [
      'certificates that are renewed before they are issued',
      [...tlsBut(), 'tls.duration="24h"', 'tls.renewBefore="24h"'],
      'renewed before it is issued',
    ],
    ['an audience without an issuer', ['oidc.audience="a"'], 'oidc.audience is set, but oidc.issuer is empty'],
    ['a claim without an issuer', ['oidc.tenantClaim="org"'], 'oidc.tenantClaim is set, but oidc.issuer is empty'],
    ['a CA of no issuer', ['oidc.caSecret.name="c"'], 'oidc.caSecret is set, but oidc.issuer is empty'],
    ['a token that nobody asks for', ['test.tokenSecret.name="t"'], 'test.tokenSecret is set'],
    ['tokens for anybody', ['oidc.issuer="https://a.example"'], 'oidc.audience is empty'],
    [
      'tokens in the clear',
      ['oidc.issuer="https://a.example"', 'oidc.audience="a"'],
      'tokens would travel in the clear',
    ],
    [
      'an issuer out of reach',
      [...tlsBut(), 'oidc.issuer="https://a.example"', 'oidc.audience="a"'],
      'oidc.peers is empty',
    ],
    ['an open gateway without identity', ['gateway.service.type="LoadBalancer"'], 'could speak for any tenant'],
    [
      'a gateway open to a namespace without identity',
      ['gateway.peers=[{"namespaceSelector":{}}]'],
      'could speak for any tenant',
    ],
    ['a name of no certificate', ['gateway.dnsNames=["crew.example.com"]'], 'no certificate of the gateway is issued'],
    [
      'a name beside a certificate of one’s own',
      [...tlsBut(), 'gateway.ipAddresses=["203.0.113.9"]'],
      'no certificate of the gateway is issued',
    ],
    ['no policies, and no identity', ['networkPolicy.enabled=false'], 'could speak for any tenant'],
    ['models of a claim without its name', ['models.source="pvc"'], 'models.claimName is empty'],
    ['a claim that is not used', ['models.claimName="a"'], 'the claim would not be used'],
    ['tools out of reach', ['tools.url="http://tools:80/mcp"'], 'tools.peers is empty'],
    ['a token for the example back office', ['tools.tokenSecret.name="t"'], 'the token would travel in the clear'],
    [
      'a token in the clear',
      [...ownTools('http'), 'tools.tokenSecret.name="t"'],
      'the token would travel in the clear',
    ],
    [
      'a CA without TLS',
      [...ownTools('http'), 'tools.tls.caSecret.name="c"'],
      'no certificate would be shown or checked',
    ],
    ['a certificate without TLS', ['tools.tls.certSecret.name="c"'], 'no certificate would be shown or checked'],
    ['a collector out of reach', ['telemetry.otlpEndpoint="http://otel:4318"'], 'telemetry.peers is empty'],
    ['a frontier without a key', ['hybrid.enabled=true', 'hybrid.model="m"'], 'lacks its model or its key'],
    [
      'a frontier without a budget',
      ['hybrid.enabled=true', 'hybrid.model="m"', 'hybrid.keySecret.name="k"'],
      'budget.limits is empty',
    ],
    ['alerts out of reach', ['budget.webhookSecret.name="w"'], 'budget.peers is empty'],
    ['a way to no webhook', ['budget.peers=[{"podSelector":{}}]'], 'nobody would be told of alerts'],
    ['an API of no place', ['hybrid.provider="openai-compatible"'], 'hybrid.baseUrl is empty'],
    ['rules over no metrics', ['metrics.enabled=false', 'metrics.rules=true'], 'nothing to scrape'],
    ['a dashboard of no metrics', ['metrics.enabled=false', 'metrics.dashboard=true'], 'nothing to scrape'],
    ['rules over what nobody scrapes', ['metrics.rules=true'], 'no rule would find a series'],
    ['scaling by metrics that nobody scrapes', ['keda.enabled=true'], 'would not scale'],
    ['bounds the wrong way round', ['keda.orchestrator={"min":5,"max":2,"runsPerReplica":1}'], 'more than its max'],
  ])('%s', async (_what, set, sentence) => {
    expect(await refusal({ set })).toContain(sentence);
  });

  it('none of them in values that fit', async () => {
    expect(await refusal({ set: ['gateway.service.type="LoadBalancer"', 'gateway.insecure=true'] })).toBeUndefined();
    expect(await refusal({ set: tlsBut() })).toBeUndefined();
    expect(await refusal({ set: [...ownTools('https'), 'tools.tokenSecret.name="t"'] })).toBeUndefined();
    expect(await refusal({ set: [...tlsBut('archive'), 'archive.enabled=false'] })).toBeUndefined();
  });
});

describe('the schema refuses', () => {
  it.each([
    ['an unknown value', 'gatewey={}', 'gatewey'],
    ['an unknown service', 'services.frontend={"replicas":1,"resources":{}}', 'frontend'],
    ['no replicas', 'services.router.replicas=0', '/services/router/replicas'],
    ['a second writer of the example databases', 'services.backoffice.replicas=2', 'backoffice'],
    ['two copies of the log', 'nats.streamReplicas=2', 'streamReplicas'],
    ['a password in the address of NATS', 'nats.url="nats://user:word@nats:4222"', 'url'],
    ['a policy that lets everybody in', 'metrics.peers=[]', 'peers'],
    ['a peer that is no peer', 'nats.peers=[{"podSelektor":{}}]', 'podSelektor'],
    ['a GPU mode that there is not', 'gpu.mode="dra"', 'mode'],
    ['resources without a limit', 'services.router.resources.limits=null', 'limits'],
    ['a schedule in words', 'archive.schedule="at night"', 'schedule'],
    ['a time zone in the schedule', 'archive.schedule="TZ=Europe/Berlin 17 3 * * *"', 'schedule'],
    ['an archive of runs that ended just now', 'archive.olderThanDays=0', 'olderThanDays'],
    ['a password in the address of the tools', 'tools.url="https://user:word@tools/mcp"', 'url'],
    ['a token of no Secret', 'tools.tokenSecret="t"', 'tokenSecret'],
    ['a key beside the certificate of the tools', 'tools.tls.certSecret.key="tls.key"', 'certSecret'],
    ['a word of the budget that it does not know', 'budget.limit=[]', 'limit'],
    ['a limit without its period', 'budget.limits=[{"scope":{"kind":"all"},"limitMicroUsd":1}]', 'period'],
    ['a price in dollars', 'budget.prices={"m":{"inputUsd":3,"outputUsd":15}}', 'prices'],
    ['a variable that is none', 'services.router.extraEnv=[{"name":"a b","value":"c"}]', 'extraEnv'],
    ['a variable without a value', 'services.router.extraEnv=[{"name":"A"}]', 'extraEnv'],
    ['a variable that is a number', 'services.router.extraEnv=[{"name":"A","value":1}]', 'extraEnv'],
    ['an issuer in the clear', 'oidc.issuer="http://login.example.com"', 'issuer'],
  ])('%s', async (_what, set, place) => {
    const sentence = await refusal({ file: join(chart, 'ci/default.yaml'), set: [set] });
    expect(sentence).toContain('the specifications of the schema');
    expect(sentence).toContain(place);
  });
});

const ownTools = (scheme: string): string[] => [
  `tools.url="${scheme}://tools/mcp"`,
  'tools.peers=[{"podSelector":{}}]',
];

/** TLS with a Secret for every identity but one. */
function tlsBut(missing?: string): string[] {
  const models = ['router', 'planner', 'executor', 'validator'];
  const identities = ['gateway', 'orchestrator', ...models, 'budget', 'operator', 'archive'];
  const secrets = identities.filter((name) => name !== missing).map((name) => `tls.secrets.${name}="${name}-tls"`);
  return ['tls.mode="files"', 'nats.url="tls://nats:4222"', ...secrets];
}

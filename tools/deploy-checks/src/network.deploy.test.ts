/** Who may connect to whom, worked out from the rendered policies as a cluster would, against the table of the design. */

import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { connections, internetReach, openings } from './network.ts';
import { named, withField } from './objects.ts';
import { chart } from './places.ts';
import { type KubernetesObject, render } from './render.ts';

let objects: readonly KubernetesObject[];
let closed: readonly KubernetesObject[];

beforeAll(async () => {
  objects = await render({ file: join(chart, 'ci/tls-oidc.yaml'), set: ['tools={"url":"","peers":[]}'] });
  closed = await render({});
});

const allowed = [
  'executor -> backoffice',
  'operator -> budget',
  'operator -> gateway',
  'orchestrator -> budget',
  'orchestrator -> executor',
  'orchestrator -> frontier',
  'orchestrator -> planner',
  'orchestrator -> router',
  'orchestrator -> validator',
];

it('lets each part reach what it calls, and nothing else of the release', () => {
  expect(connections(objects)).toEqual(allowed);
});

it('is not taken in by a policy that one side forgets', () => {
  const policy = named(objects, 'NetworkPolicy/crew-frontier');
  const planted = withField(policy, 'spec.ingress', []);
  const others = objects.filter((object) => object !== policy);
  expect(connections([...others, planted])).not.toContain('orchestrator -> frontier');
});

describe('outside the cluster', () => {
  it('only the frontier reaches the internet, and the gateway and the budget their issuer', () => {
    expect(internetReach(objects)).toEqual({
      budget: ['203.0.113.7/32'],
      frontier: ['0.0.0.0/0'],
      gateway: ['203.0.113.7/32'],
    });
  });

  it('nobody is reached as long as neither is configured', () => {
    expect(internetReach(closed)).toEqual({});
  });

  it('a rule without peers, which means everybody, is found', () => {
    const policy = named(closed, 'NetworkPolicy/crew-router');
    const planted = withField(policy, 'spec.egress', [{ ports: [{ port: 443 }] }]);
    expect(internetReach([planted])).toEqual({ router: ['everybody'] });
  });
});

it('lets those who keep facts reach every server of NATS, on its own port', async () => {
  const url = 'nats://nats-0:4222,nats://nats-1:4223,nats://nats-2:4222';
  const spread = await render({ set: [`nats.url="${url}"`] });
  for (const component of ['gateway', 'orchestrator', 'budget', 'archive'])
    expect(openings(spread, component)).toContain('out 4222, 4223');
});

describe('the archive', () => {
  it('reaches the cluster’s names and NATS, and is reached by nobody', () => {
    expect(openings(objects, 'archive')).toEqual(['out 53, 53', 'out 4222']);
    expect(openings(closed, 'archive')).toEqual(['out 53, 53', 'out 4222']);
  });

  it('would be found open to those who scrape, or to everything', () => {
    const policy = named(closed, 'NetworkPolicy/crew-archive');
    const scraped = withField(policy, 'spec.ingress', [{ from: [{ namespaceSelector: {} }], ports: [{ port: 9464 }] }]);
    expect(openings([scraped], 'archive')).toContain('in 9464');
    expect(openings([withField(policy, 'spec.egress', [{}])], 'archive')).toEqual(['out everything']);
  });
});

it('denies by default whatever has no policy of its own', () => {
  const { spec } = named(closed, 'NetworkPolicy/crew-default-deny');
  expect(spec).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'pitcrew', 'app.kubernetes.io/instance': 'crew' } },
    policyTypes: ['Ingress', 'Egress'],
  });
});

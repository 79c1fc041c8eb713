/** What network policies let through: a connection needs the egress of one side and the ingress of the other. Pure. */
import type { KubernetesObject } from './render.ts';

type Labels = Readonly<Record<string, string>>;
type Peer = {
  readonly podSelector?: { readonly matchLabels?: Labels };
  readonly namespaceSelector?: object;
  readonly ipBlock?: { readonly cidr: string };
};
type Rule = {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number }[];
};
type Policy = {
  readonly podSelector: { readonly matchLabels: Labels };
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
};

const COMPONENT = 'app.kubernetes.io/component';

/** The policy of each component. */
function policiesOf(objects: readonly KubernetesObject[]): ReadonlyMap<string, Policy> {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec as Policy);
  return new Map(
    policies.flatMap((policy) => {
      const component = policy.podSelector.matchLabels[COMPONENT];
      return component === undefined ? [] : [[component, policy] as const];
    }),
  );
}

/** Pairs `caller -> called` of the release's own components, sorted. */
export function connections(objects: readonly KubernetesObject[]): readonly string[] {
  const policies = policiesOf(objects);
  const peers = (rules: readonly Rule[] | undefined, side: 'from' | 'to') =>
    (rules ?? []).flatMap((rule) => rule[side] ?? []);
  const names = (list: readonly Peer[]) => list.map((peer) => peer.podSelector?.matchLabels?.[COMPONENT]);
  return [...policies]
    .flatMap(([caller, { egress }]) =>
      names(peers(egress, 'to')).flatMap((called) => {
        const callers = names(peers(policies.get(called ?? '')?.ingress, 'from'));
        return called !== undefined && callers.includes(caller) ? [`${caller} -> ${called}`] : [];
      }),
    )
    .sort();
}

/** What a component's policy opens, whoever is at the other end: `in PORTS` or `out PORTS` for each rule. */
export function openings(objects: readonly KubernetesObject[], component: string): readonly string[] {
  const policy = policiesOf(objects).get(component);
  if (policy === undefined) throw new Error(`there is no policy of ${component}`);
  const say = (side: 'in' | 'out', rules: readonly Rule[] = []) =>
    rules.map(({ ports }) => `${side} ${ports?.map(({ port }) => port).join(', ') ?? 'everything'}`);
  return [...say('in', policy.ingress), ...say('out', policy.egress)];
}

/** The address blocks that each component may connect to; `everybody` for a rule that names no peer. */
export function internetReach(objects: readonly KubernetesObject[]): Readonly<Record<string, readonly string[]>> {
  const reach = [...policiesOf(objects)].map(([component, { egress = [] }]) => {
    const blocks = egress.flatMap(({ to = [] }) =>
      to.length === 0 ? ['everybody'] : to.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock.cidr])),
    );
    return [component, blocks] as const;
  });
  return Object.fromEntries(reach.filter(([, blocks]) => blocks.length > 0).sort());
}

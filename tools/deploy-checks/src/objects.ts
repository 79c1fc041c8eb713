/** Rendered objects by name, the pods that they make, and copies of them with one field changed. */
import type { KubernetesObject } from './render.ts';

export type Container = {
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext: { readonly readOnlyRootFilesystem?: boolean };
};
type Pod = { readonly initContainers?: readonly Container[]; readonly containers?: readonly Container[] };
type Template = { readonly template?: { readonly spec: Pod } };
type Spec = Template & { readonly jobTemplate?: { readonly spec: Template } };

/** The containers of a pod, or of the pods that an object makes; none for an object without. */
export function containersOf({ kind, spec }: KubernetesObject): readonly Container[] {
  const made = spec as Spec | undefined;
  const pod = kind === 'Pod' ? (spec as Pod) : (made?.jobTemplate?.spec ?? made)?.template?.spec;
  return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])];
}

/** By `Kind/name`. */
export function named(objects: readonly KubernetesObject[], name: string): KubernetesObject {
  const found = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

/** A copy with the field at this path, such as `spec.template.spec.containers.0.image`, set; removed where the value is undefined. */
export function withField(object: KubernetesObject, path: string, value: unknown): KubernetesObject {
  const copy = structuredClone(object);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<Record<string, unknown>>(
    (at, step) => {
      const next = at[step];
      if (typeof next !== 'object' || next === null) throw new Error(`there is no ${path} in ${object.kind}`);
      return next as Record<string, unknown>;
    },
    copy as Record<string, unknown>,
  );
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

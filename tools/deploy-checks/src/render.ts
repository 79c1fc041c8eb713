/** The objects that helm makes of the chart with a set of values, or helm's complaint. */
import { parseAllDocuments } from 'yaml';
import { goProgram } from './go-programs.ts';
import { chart } from './places.ts';
import { type Finished, run } from './run.ts';

export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
};

export type Values = { readonly file?: string; readonly set?: readonly string[]; readonly namespace?: string };

/** Without a cluster helm is told which Kubernetes it speaks to. */
const KUBERNETES = '1.37.0';

export function helm(args: readonly string[]): Promise<Finished> {
  return run(goProgram('helm'), [...args, '--kube-version', KUBERNETES]);
}

export async function render(values: Values): Promise<readonly KubernetesObject[]> {
  const { code, stdout, stderr } = await template(values);
  if (code !== 0) throw new Error(stderr);
  return parseObjects(stdout);
}

/** Why helm refuses to render these values; undefined when it does not. */
export async function refusal(values: Values): Promise<string | undefined> {
  const { code, stderr } = await template(values);
  return code === 0 ? undefined : stderr;
}

function template({ file, set = [], namespace = 'pitcrew' }: Values): Promise<Finished> {
  const files = file === undefined ? [] : ['--values', file];
  return helm([
    'template',
    'crew',
    chart,
    '--namespace',
    namespace,
    ...files,
    ...set.flatMap((one) => ['--set-json', one]),
  ]);
}

export function parseObjects(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.join('\n'));
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}

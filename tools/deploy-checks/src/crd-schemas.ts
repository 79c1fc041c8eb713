/**
 * The schemas of custom resources, from the definitions that the Go modules of their operators carry. A module is fetched through
 * Go's own client and pinned by its checksum; a definition is made strict, so that an unknown field is an error here as it is for
 * an API server that validates strictly.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { go } from './go.ts';
import { cache } from './places.ts';
import { type JsonSchema, strict } from './strict-schema.ts';

type Module = { readonly path: string; readonly version: string; readonly sum: string; readonly folder: string };

const modules: readonly Module[] = [
  {
    path: 'github.com/kedacore/keda/v2',
    version: 'v2.21.0',
    sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
    folder: 'config/crd/bases',
  },
  {
    path: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    folder: 'deploy/crds',
  },
  {
    path: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    folder: 'example/prometheus-operator-crd',
  },
];

type Definition = {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema: JsonSchema } }[];
  };
};

/** By `apiVersion kind`, such as `keda.sh/v1alpha1 ScaledObject`. */
export async function customSchemas(): Promise<ReadonlyMap<string, JsonSchema>> {
  const schemas = new Map<string, JsonSchema>();
  for (const module of modules) {
    const folder = join(await fetchModule(module), module.folder);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml')))
      for (const [name, schema] of schemasOf(parse(readFileSync(join(folder, file), 'utf8')) as Definition))
        schemas.set(name, schema);
  }
  return schemas;
}

async function fetchModule({ path, version, sum }: Module): Promise<string> {
  const printed = await go(['mod', 'download', '-json', `${path}@${version}`], { cwd: cache });
  const found = JSON.parse(printed) as { readonly Dir: string; readonly Sum: string };
  if (found.Sum !== sum) throw new Error(`${path} ${version}: expected ${sum}, found ${found.Sum}`);
  return found.Dir;
}

function schemasOf({ kind, spec }: Definition): readonly (readonly [string, JsonSchema])[] {
  if (kind !== 'CustomResourceDefinition') return [];
  return spec.versions.flatMap(({ name, schema }) =>
    schema === undefined
      ? []
      : [[`${spec.group}/${name} ${spec.names.kind}`, withMetadata(strict(schema.openAPIV3Schema))] as const],
  );
}

/** A definition says nothing about metadata, which the API server checks by itself. */
const withMetadata = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  properties: { ...schema.properties, metadata: { type: 'object' } },
});

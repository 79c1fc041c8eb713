/** Objects against the schema of their kind. A kind without a schema is a problem, not a pass. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { customSchemas } from './crd-schemas.ts';
import type { KubernetesObject } from './render.ts';
import type { JsonSchema } from './strict-schema.ts';
import { type KubernetesVersion, kubernetesSchema } from './wheel-programs.ts';

/** The problems of an object, each with its place; none when it is right. */
export type Validate = (object: KubernetesObject) => readonly string[];

type GroupVersionKind = { readonly group: string; readonly version: string; readonly kind: string };

export async function openValidator(version: KubernetesVersion): Promise<Validate> {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, verbose: true });
  const definitions = JSON.parse(readFileSync(kubernetesSchema(version), 'utf8')) as JsonSchema;
  ajv.addSchema(definitions, 'kubernetes');
  const own = placesOf(definitions);
  const custom = await customSchemas();
  const compiled = new Map<string, ValidateFunction>();

  const compile = (kind: string): ValidateFunction | undefined => {
    const place = own.get(kind);
    const schema = place === undefined ? custom.get(kind) : { $ref: `kubernetes#/$defs/${place}` };
    return schema === undefined ? undefined : ajv.compile(schema);
  };

  return (object) => {
    const kind = `${object.apiVersion} ${object.kind}`;
    const validate = compiled.get(kind) ?? compile(kind);
    const name = `${object.kind}/${object.metadata.name}`;
    if (validate === undefined) return [`${name}: no schema of ${kind}`];
    compiled.set(kind, validate);
    if (validate(object)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${name}${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  };
}

/** Where each kind is defined, by `apiVersion kind`. */
function placesOf(definitions: JsonSchema): ReadonlyMap<string, string> {
  const all = Object.entries(definitions.$defs as Readonly<Record<string, JsonSchema>>);
  return new Map(
    all.flatMap(([place, definition]) =>
      ((definition['x-kubernetes-group-version-kind'] ?? []) as readonly GroupVersionKind[]).map(
        ({ group, version, kind }) => [`${group === '' ? '' : `${group}/`}${version} ${kind}`, place] as const,
      ),
    ),
  );
}

/**
 * The closed set of references that an argument may take its value from: every path that the pack declares for the
 * results at hand, that the real result has, and whose type fits. The executor's model chooses among them and can write
 * nothing else (R7), so an undeclared field of a result never reaches an argument.
 */
import { type JsonValue, resolveReference, type StepId, UnresolvedReference } from '@pitcrew/contracts';
import { type Argument, type ListType, type Pack, type ScalarType, toolOf } from './pack.ts';

export type StepOutput = { readonly step: StepId; readonly tool: string; readonly result: JsonValue };

/** In the order of the dependencies, and within each in the order of the pack; empty when the argument takes no reference. */
export function referenceCandidates(
  pack: Pack,
  tool: string,
  dependencies: readonly StepOutput[],
  argument: string,
): readonly string[] {
  const wanted = toolOf(pack, tool)?.arguments[argument];
  if (!wanted) throw new RangeError(`${tool} of ${pack.name} has no argument ${argument}`);
  if (wanted.from === 'request' || wanted.bound === 'item') return [];
  const steps = new Map(dependencies.map(({ step, result }) => [step, result]));
  const bound = boundReference(wanted, dependencies);
  if (bound !== undefined) return valueFits(wanted, resolved(bound, steps)) ? [bound] : [];
  // What is bound to a step that the plan leaves out, or that was skipped, has no value; a required argument takes another's.
  if (wanted.bound !== undefined && wanted.optional) return [];
  return dependencies.flatMap((dependency) =>
    Object.entries(toolOf(pack, dependency.tool)?.result ?? {})
      .filter(([path, type]) => declaredTypeFits(wanted.type, projected(path, type)))
      .map(([path]) => `$${dependency.step}.${path}`)
      .filter((reference) => valueFits(wanted, resolved(reference, steps))),
  );
}

/** The reference that an argument is bound to, where its step has a result. */
export function boundReference({ bound }: Argument, dependencies: readonly StepOutput[]): string | undefined {
  const [source, ...path] = bound?.split('.') ?? [];
  const step = dependencies.findLast(({ tool }) => tool === source)?.step;
  return step === undefined ? undefined : `$${[step, ...path].join('.')}`;
}

/** A path through a list is a projection: it stands for a list of what it declares. */
const projected = (path: string, declared: ScalarType | ListType): ScalarType | ListType =>
  path.includes('[]') ? asList(declared) : declared;

export const asList = (type: ScalarType | ListType): ListType => (type.endsWith('[]') ? type : `${type}[]`) as ListType;

export function declaredTypeFits(wanted: Argument['type'], type: ScalarType | ListType): boolean {
  if (wanted === 'enum') return type === 'string';
  if (wanted === 'number' || wanted === 'number[]')
    return type === wanted || type === wanted.replace('number', 'integer');
  return type === wanted;
}

/** The declaration is a promise of the tool server; the value is what would be sent. */
function valueFits({ type, values }: Argument, value: JsonValue | undefined): boolean {
  if (value === undefined) return false;
  if (type === 'enum') return typeof value === 'string' && (values ?? []).includes(value);
  if (!type.endsWith('[]')) return scalarFits(type as ScalarType, value);
  return Array.isArray(value) && value.every((element) => scalarFits(type.slice(0, -2) as ScalarType, element));
}

const scalarFits = (type: ScalarType, value: JsonValue): boolean =>
  type === 'integer' ? Number.isInteger(value) : typeof value === type;

function resolved(reference: string, steps: ReadonlyMap<StepId, JsonValue>): JsonValue | undefined {
  try {
    return resolveReference(reference, { steps });
  } catch (error) {
    if (error instanceof UnresolvedReference) return undefined;
    throw error;
  }
}

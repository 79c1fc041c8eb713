/**
 * Whether an answer to a review fits what was asked: it is among the offers, its arguments or its result are what the pack
 * declares, and it changes no arguments of a call that may have taken effect (R3). The gateway refuses what does not fit; the
 * run machine takes no notice of it.
 */
import {
  assertNever,
  type BodyOf,
  type DeclaredArgument,
  type DeclaredType,
  digestOf,
  type JsonObject,
  type JsonValue,
  type ReviewResolution,
  type ToolDeclaration,
} from '@pitcrew/contracts';

/** Of the arguments or the result that a person gives: what fits a log event beside the rest. */
export const ANSWER_BYTES_MAX = 64 * 1024;

export type AnswerProblem = {
  readonly kind: 'not-offered' | 'outcome-unknown' | 'arguments' | 'result';
  readonly message: string;
};

type Asked = Omit<BodyOf<'review-requested'>, 'kind'>;

export function answerProblem(asked: Asked, resolution: ReviewResolution): AnswerProblem | undefined {
  const { kind } = resolution;
  if (!asked.offers.includes(kind))
    return {
      kind: 'not-offered',
      message: `${asked.step} can be resolved by ${asked.offers.join(', ')}, not by ${kind}`,
    };
  switch (kind) {
    case 'retry': {
      const message = argumentsProblem(asked.declared, resolution.arguments);
      if (message !== undefined) return { kind: 'arguments', message: `${asked.tool}: ${message}` };
      return changesWhatMayBeDone(asked, resolution) ? { kind: 'outcome-unknown', message: LOOK_FIRST } : undefined;
    }
    case 'take-over': {
      const message = resultProblem(asked.declared, resolution.result);
      return message === undefined ? undefined : { kind: 'result', message: `${asked.tool}: ${message}` };
    }
    case 'skip':
    case 'abort':
      return undefined;
    default:
      return assertNever(kind);
  }
}

const LOOK_FIRST =
  'the earlier call may have taken effect: other arguments may be tried only if somebody has looked and it did nothing';

/** R3: the same call may be repeated under its key; any other only when the earlier one did nothing. */
const changesWhatMayBeDone = (
  { call }: Asked,
  { arguments: args, didNothing }: Extract<ReviewResolution, { kind: 'retry' }>,
): boolean => !didNothing && call?.executed === 'unknown' && digestOf(call.arguments) !== digestOf(args);

function argumentsProblem({ arguments: declared }: ToolDeclaration, args: JsonObject): string | undefined {
  const unknown = Object.keys(args).find((name) => !Object.hasOwn(declared, name));
  if (unknown !== undefined) return `there is no argument ${unknown}; it takes ${Object.keys(declared).join(', ')}`;
  for (const [name, argument] of Object.entries(declared)) {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (value === undefined && !argument.optional) return `the argument ${name} is missing`;
    if (value !== undefined && !argumentFits(argument, value)) return `${name} must be ${wanted(argument)}`;
  }
  return tooLong(args);
}

function argumentFits({ type, values, minimum, maximum }: DeclaredArgument, value: JsonValue): boolean {
  if (type === 'enum') return typeof value === 'string' && (values ?? []).includes(value);
  if (!typeFits(type, value)) return false;
  return typeof value !== 'number' || (value >= (minimum ?? value) && value <= (maximum ?? value));
}

function wanted({ type, values = [], minimum, maximum }: DeclaredArgument): string {
  if (type === 'enum') return `one of ${values.join(', ')}`;
  const range = [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ];
  return [type, ...range].join(', ');
}

/** Later steps refer to the declared fields, so each of them has to be there. */
function resultProblem({ result: declared }: ToolDeclaration, result: JsonValue): string | undefined {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return 'a result is a JSON object';
  for (const [path, type] of Object.entries(declared))
    if (!valuesAt(path.split('.'), result).every((value) => value !== undefined && typeFits(type, value)))
      return `the result must have ${path}, ${type}`;
  return tooLong(result);
}

/** What stands at a path: one value, or one for each element of the lists on the way; undefined where it is absent. */
function valuesAt(
  [part, ...rest]: readonly string[],
  value: JsonValue | undefined,
): readonly (JsonValue | undefined)[] {
  if (part === undefined) return [value];
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const name = part.replace(/\[\]$/, '');
  const member = isObject && Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
  if (!part.endsWith('[]')) return valuesAt(rest, member);
  return Array.isArray(member) ? member.flatMap((element: JsonValue) => valuesAt(rest, element)) : [undefined];
}

function typeFits(type: DeclaredType, value: JsonValue): boolean {
  if (!type.endsWith('[]')) return type === 'integer' ? Number.isInteger(value) : typeof value === type;
  return Array.isArray(value) && value.every((element) => typeFits(type.slice(0, -2) as DeclaredType, element));
}

function tooLong(value: JsonValue): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes <= ANSWER_BYTES_MAX ? undefined : `${bytes} bytes; at most ${ANSWER_BYTES_MAX} fit a run's log`;
}

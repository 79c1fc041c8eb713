/**
 * Which optional arguments does a request give, and which member of a closed set? The planner's encoder answers as it reads
 * the request: one head an argument, its labels the values of an enum, else `given`; and `-` for an argument that is left to
 * its default. Whether words are meant as an argument or only stand there is a decision, and an encoder decides better than
 * a generator; what remains for the executor's writer is which words they are.
 */
import type { GivenArguments } from '@pitcrew/contracts';
import type { Argument, Pack } from '@pitcrew/workflow';
import { requestCandidates } from './candidates.ts';
import { type Decision, head, probability } from './decision.ts';

export const NOT_GIVEN = '-';
export const GIVEN = 'given';

export const givenHead = (tool: string, argument: string): string => `given.${tool}.${argument}`;

/** The arguments that the question is asked about: optional, and taken from the request's words. */
export const askedArguments = (pack: Pack, tool: string): readonly (readonly [string, Argument])[] =>
  Object.entries(pack.tools[tool]?.arguments ?? {}).filter(
    ([, { optional, bound, from }]) => optional && bound === undefined && from !== 'result',
  );

/** For one step of a plan; undefined when there is nothing to ask, or the model has no such head. */
export function readGiven(decision: Decision, request: string, pack: Pack, tool: string): GivenArguments | undefined {
  const asked = askedArguments(pack, tool).filter(([name]) => decision.heads[givenHead(tool, name)] !== undefined);
  if (asked.length === 0) return undefined;
  const label = (name: string, argument: Argument) =>
    likeliest(decision, givenHead(tool, name), sayable(request, name, argument));
  return { arguments: Object.fromEntries(asked.map(([name, argument]) => [name, label(name, argument)])) };
}

/** A request gives no value that it has no words for. */
function sayable(request: string, name: string, argument: Argument): readonly string[] {
  const candidates = requestCandidates(request, name, argument);
  if (argument.type === 'enum') return [NOT_GIVEN, ...candidates];
  return candidates.length > 0 ? [NOT_GIVEN, GIVEN] : [NOT_GIVEN];
}

function likeliest(decision: Decision, name: string, labels: readonly string[]): string {
  const answer = head(decision, name);
  const [best] = [...labels].sort((one, other) => probability(answer, other) - probability(answer, one));
  return best ?? NOT_GIVEN;
}

/** What a right reading says of a call whose sources are known. */
export const givenArguments = (pack: Pack, tool: string, sources: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    askedArguments(pack, tool).map(([name, { type }]): [string, string] => {
      const source = sources[name];
      return [name, source === undefined ? NOT_GIVEN : type === 'enum' ? source : GIVEN];
    }),
  );

/** `values`: what the request gives, argument -> value as the tool spells it. */
export const givenRow = (
  pack: Pack,
  variation: string,
  values: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    pack.order
      .filter((tool) => !pack.variations[variation]?.without.includes(tool))
      .flatMap((tool) =>
        askedArguments(pack, tool).map(([name, { type }]) => [
          givenHead(tool, name),
          type === 'enum' ? (values[name] ?? NOT_GIVEN) : values[name] === undefined ? NOT_GIVEN : GIVEN,
        ]),
      ),
  );

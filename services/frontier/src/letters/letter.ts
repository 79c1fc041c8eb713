/**
 * What is asked of the provider, whatever the task: a `system` text and an answer schema, made from the packs and from
 * constants alone, and a `user` text, the only part in which something of a request or a result stands, redacted.
 */
import type { JsonObject, JsonValue, StepResult } from '@pitcrew/contracts';
import { fieldOf } from '@pitcrew/specialists';
import { type Argument, type Pack, type Tool, toolOf } from '@pitcrew/workflow';
import type { Redactor } from '../redaction/redactor.ts';

export type Letter = {
  readonly system: string;
  readonly user: string;
  /** JSON schema of the answer. */
  readonly schema: JsonObject;
  /** Names and values that packs declare; they stand in `user` and give nothing away. */
  readonly known: readonly string[];
};

export const ABOUT_PLACEHOLDERS = [
  'Names, numbers and the like are hidden: <NAME_n>, <ID_n>, <AMOUNT_n> and so on each stand for one value, the same one',
  'throughout. Use a placeholder exactly as it is written, and never guess what it stands for.',
].join(' ');

/** `get_purchase(order_id: integer, amount?: number) -> order_id: integer, status: string`. */
export const signature = (tool: Tool, taken: Readonly<Record<string, Argument>>): string => {
  const list = Object.entries(taken).map(
    ([name, argument]) => `${name}${argument.optional ? '?' : ''}: ${typeOf(argument)}`,
  );
  const given = Object.entries(tool.result).map(([path, type]) => `${path}: ${type}`);
  return `${tool.name}(${list.join(', ')})${given.length > 0 ? ` -> ${given.join(', ')}` : ''}`;
};

const typeOf = ({ type, values }: Argument): string => values?.join(' | ') ?? type;

/** The declared fields of finished steps, in plan order; what is not declared stays here (R7). */
export const stateOf = (packs: readonly Pack[], history: readonly StepResult[], redactor: Redactor): JsonObject[] =>
  history.flatMap((done): JsonObject[] => {
    const declared = Object.keys(toolIn(packs, done.tool)?.result ?? {});
    const fields = declared.flatMap((path) => {
      const value = fieldOf(done, path);
      return value === undefined ? [] : [[path, redactor.value(lastName(path), shortened(value))] as const];
    });
    return declared.length === 0 ? [] : [{ tool: done.tool, result: Object.fromEntries(fields) }];
  });

/** A list runs to 32 elements where it is a step's; a longer one says that it goes on. */
const LIST_ELEMENTS_MAX = 32;

const shortened = (value: JsonValue): JsonValue =>
  Array.isArray(value) && value.length > LIST_ELEMENTS_MAX ? [...value.slice(0, LIST_ELEMENTS_MAX), '…'] : value;

const toolIn = (packs: readonly Pack[], name: string): Tool | undefined =>
  packs.map((pack) => toolOf(pack, name)).find((tool) => tool !== undefined);

const lastName = (path: string): string => path.split('.').at(-1)?.replace('[]', '') ?? path;

/** Every name that the packs give to something. */
export const namesOf = (packs: readonly Pack[]): string[] =>
  packs.flatMap((pack) => [
    pack.name,
    ...Object.values(pack.tools).flatMap((tool) => [
      tool.name,
      ...Object.keys(tool.arguments),
      ...Object.keys(tool.result),
      ...Object.values(tool.arguments).flatMap(({ values = [] }) => values),
    ]),
    ...pack.conditions.flatMap(({ values }) => values),
  ]);

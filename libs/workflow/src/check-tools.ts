/**
 * Compares a pack with what a tool server lists (MCP `tools/list`), so that a service finds a tool that was renamed, or
 * takes or gives something else, when it starts and not in the middle of a run. A schema that says nothing about a type
 * is taken at the pack's word.
 */
import type { Argument, Pack, Tool } from './pack.ts';

type JsonSchema = { readonly [keyword: string]: unknown };

export type ListedTool = {
  readonly name: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema | undefined;
  readonly annotations?:
    | { readonly readOnlyHint?: boolean | undefined; readonly idempotentHint?: boolean | undefined }
    | undefined;
};

/** One sentence for each difference; empty when the server offers what the pack relies on. */
export function checkToolsAgainst(pack: Pack, listed: readonly ListedTool[]): readonly string[] {
  return Object.values(pack.tools).flatMap((tool) => {
    const found = listed.find(({ name }) => name === tool.name);
    if (!found) return [`${pack.name}: the tool server does not list ${tool.name}`];
    const problems = [...effectProblems(tool, found), ...argumentProblems(tool, found), ...resultProblems(tool, found)];
    return problems.map((problem) => `${pack.name}: ${tool.name}: ${problem}`);
  });
}

/** The pack may be stricter than the server, never laxer: a laxer one would repeat calls that must not be repeated (R3). */
function effectProblems({ effect }: Tool, { annotations = {} }: ListedTool): string[] {
  const harmless = annotations.readOnlyHint === true;
  if (effect === 'read' && !harmless) return ['the pack says read, but the server does not set readOnlyHint'];
  if (effect === 'idempotent' && !harmless && annotations.idempotentHint !== true)
    return ['the pack says idempotent, but the server does not set idempotentHint'];
  return [];
}

function argumentProblems(tool: Tool, { inputSchema }: ListedTool): string[] {
  const properties = objectOf(inputSchema.properties);
  const required = Array.isArray(inputSchema.required) ? inputSchema.required.map(String) : [];
  const missing = required.filter((name) => tool.arguments[name] === undefined || tool.arguments[name].optional);
  return [
    ...missing.map((name) => `the server requires ${name}, the pack does not`),
    ...Object.entries(tool.arguments).flatMap(([name, argument]) => {
      const schema = properties[name];
      if (schema === undefined) return [`the server takes no argument ${name}`];
      return accepts(objectOf(schema), argument) ? [] : [`the server does not take ${describe(argument)} for ${name}`];
    }),
  ];
}

function resultProblems(tool: Tool, { outputSchema }: ListedTool): string[] {
  const paths = Object.entries(tool.result);
  if (paths.length > 0 && !outputSchema) return ['the server declares no output schema'];
  return paths.flatMap(([path, type]) => {
    const schema = schemaAt(objectOf(outputSchema), path);
    if (!schema) return [`the server's result has no ${path}`];
    return accepts(schema, { type, optional: false }, 'result') ? [] : [`the server's ${path} is not ${type}`];
  });
}

function schemaAt(schema: JsonSchema, path: string): JsonSchema | undefined {
  return path.split('.').reduce<JsonSchema | undefined>((at, part) => {
    const property = objectOf(at?.properties)[part.replace('[]', '')];
    if (property === undefined) return undefined;
    return part.endsWith('[]') ? objectOf(objectOf(property).items) : objectOf(property);
  }, schema);
}

/** An integer may be sent where a number is taken; a number may not be expected where an integer is given, and so on. */
function accepts(
  schema: JsonSchema,
  { type, values = [] }: Argument,
  direction: 'argument' | 'result' = 'argument',
): boolean {
  if (type.endsWith('[]')) {
    const element = { type: type.slice(0, -2) as Argument['type'], optional: false };
    return typeFits(schema, 'array') && accepts(objectOf(schema.items), element, direction);
  }
  if (type === 'enum') {
    const allowed = Array.isArray(schema.enum) ? schema.enum.map(String) : values;
    return typeFits(schema, 'string') && values.every((value) => allowed.includes(value));
  }
  if (direction === 'argument' && type === 'integer') return typeFits(schema, 'integer') || typeFits(schema, 'number');
  if (direction === 'result' && type === 'number') return typeFits(schema, 'number') || typeFits(schema, 'integer');
  return typeFits(schema, type);
}

const typeFits = ({ type }: JsonSchema, wanted: string): boolean =>
  type === undefined || (Array.isArray(type) ? type.includes(wanted) : type === wanted);

const describe = ({ type, values }: Argument): string =>
  type === 'enum' ? `one of ${(values ?? []).join(', ')}` : type;

const objectOf = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null ? (value as JsonSchema) : {};

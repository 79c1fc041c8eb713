/**
 * Reads dialogues in the OpenAI chat fine-tuning format: JSON Lines, each line with `messages` and the `tools` that the
 * assistant had. Keys that say nothing about the next call are passed over (`tool_choice`, `parallel_tool_calls`, ...). A
 * malformed dialogue is refused with file, line and field, and all problems of a file are told at once.
 */
import { type ChatMessage, type ChatTool, JsonObject, type MadeCall } from '@pitcrew/contracts';
import { z } from 'zod';
import { type GoldCall, NO_CALL } from './dialogue.ts';
import type { Conversation } from './dialogue-prompt.ts';

export const DIALOGUES_MAX = 10_000;
const PROBLEMS_TOLD_MAX = 20;

export type Dialogue = {
  readonly line: number;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
  /** The messages of these indexes are shown and not asked for: `weight: 0`. */
  readonly unasked: ReadonlySet<number>;
};

/** One turn of the assistant: what came before it, and what it called. */
export type DialogueTurn = {
  readonly line: number;
  /** Index of the assistant's message. */
  readonly message: number;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
  readonly calls: readonly GoldCall[];
};

export class DialogueError extends Error {
  override readonly name = 'DialogueError';
}

const Part = z.object({ type: z.literal('text', { error: 'only text can be read' }), text: z.string() });
const Content = z.union([z.string(), z.array(Part).transform((parts) => parts.map(({ text }) => text).join('\n'))], {
  error: 'a text, or a list of text parts',
});
const Arguments = z.unknown().transform((value, context): JsonObject => {
  const parsed = JsonObject.safeParse(
    typeof value === 'string' ? parseJson(value.trim() === '' ? '{}' : value) : value,
  );
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'the arguments are not a JSON object' });
  return z.NEVER;
});
const Call = z.object({
  id: z.string().min(1),
  type: z.literal('function').default('function'),
  function: z.object({ name: z.string().min(1), arguments: Arguments }),
});
const Message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: Content }),
  z.object({ role: z.literal('user'), content: Content }),
  z.object({
    role: z.literal('assistant'),
    content: Content.nullish(),
    tool_calls: z.array(Call).nullish(),
    function_call: z.null({ error: 'the older function_call is not read; write tool_calls' }).optional(),
    weight: z.union([z.literal(0), z.literal(1)]).optional(),
  }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: Content }),
]);
const Tool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, underscores and hyphens, at most 64'),
    description: z.string().default(''),
    parameters: JsonObject.default({}),
  }),
});
const Line = z.object({ messages: z.array(Message).min(1), tools: z.array(Tool).default([]) });
type Line = z.infer<typeof Line>;

export function parseDialogues(text: string, file: string): readonly Dialogue[] {
  const lines = text.split('\n').map((content, index) => ({ content, line: index + 1 }));
  const filled = lines.filter(({ content }) => content.trim() !== '');
  if (filled.length === 0) throw new DialogueError(`${file}: there is no dialogue in it`);
  if (filled.length > DIALOGUES_MAX)
    throw new DialogueError(`${file}: more than ${DIALOGUES_MAX} dialogues; split the file`);
  const problems: string[] = [];
  const dialogues = filled.flatMap(({ content, line }) => parseLine(content, line, `${file}:${line}`, problems));
  if (problems.length > 0) throw new DialogueError(told(problems));
  return dialogues;
}

/** Every turn of the assistant that is asked for, in order. */
export const turnsOf = ({ line, messages, tools, unasked }: Dialogue): readonly DialogueTurn[] =>
  messages.flatMap((message, index) =>
    message.kind === 'assistant' && !unasked.has(index)
      ? [{ line, message: index, messages: messages.slice(0, index), tools, calls: message.calls }]
      : [],
  );

/** A question of the form and its right answer; no call is undefined. */
export type DialogueQuestion = { readonly conversation: Conversation; readonly gold: GoldCall | undefined };

/** A turn of several calls is as many questions, the calls before each of them shown as under way. */
export function questionsOf({ messages, tools, calls }: DialogueTurn): readonly DialogueQuestion[] {
  if (calls.length === 0) return [{ conversation: { messages, tools }, gold: undefined }];
  return calls.map((gold, index) => {
    const before = index === 0 ? [] : [callsUnderWay(calls.slice(0, index))];
    return { conversation: { messages: [...messages, ...before], tools }, gold };
  });
}

export const callsUnderWay = (calls: readonly GoldCall[]): ChatMessage => ({
  kind: 'assistant',
  content: '',
  calls: calls.map(({ tool, arguments: args }, index) => ({ id: `under-way-${index}`, tool, arguments: args })),
});

function told(problems: readonly string[]): string {
  const more = problems.length - PROBLEMS_TOLD_MAX;
  return [...problems.slice(0, PROBLEMS_TOLD_MAX), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function parseLine(content: string, line: number, place: string, problems: string[]): Dialogue[] {
  const json = parseJson(content);
  const parsed = Line.safeParse(json);
  if (json === undefined) problems.push(`${place}: dialogue: not JSON`);
  else if (!parsed.success)
    problems.push(
      ...parsed.error.issues.map(({ path, message }) => `${place}: ${path.join('.') || 'dialogue'}: ${message}`),
    );
  if (json === undefined || !parsed.success) return [];
  const found = problemsOf(parsed.data).map(({ field, message }) => `${place}: ${field}: ${message}`);
  problems.push(...found);
  if (found.length > 0) return [];
  const { messages, tools } = parsed.data;
  const unasked = messages.flatMap((message, index) =>
    message.role === 'assistant' && message.weight === 0 ? [index] : [],
  );
  return [{ line, messages: messages.map(toMessage), tools: tools.map(toTool), unasked: new Set(unasked) }];
}

type Problem = { readonly field: string; readonly message: string };

/** What must hold between the fields of a dialogue. */
function problemsOf({ messages, tools }: Line): Problem[] {
  const names = tools.map((tool) => tool.function.name);
  const problems = names.flatMap((name, index): Problem[] => {
    const field = `tools.${index}.function.name`;
    if (name === NO_CALL) return [{ field, message: `a tool may not be called ${NO_CALL}` }];
    return names.indexOf(name) === index ? [] : [{ field, message: `${name} is declared twice` }];
  });
  if (!messages.some(({ role }) => role === 'assistant'))
    problems.push({ field: 'messages', message: 'the assistant has no turn, so nothing is asked' });
  const made = new Set<string>();
  messages.forEach((message, index) => {
    if (message.role === 'tool' && !made.has(message.tool_call_id))
      problems.push({
        field: `messages.${index}.tool_call_id`,
        message: `no earlier call has the id ${message.tool_call_id}`,
      });
    if (message.role !== 'assistant') return;
    const calls = message.tool_calls ?? [];
    if (calls.length === 0 && (message.content ?? '') === '')
      problems.push({ field: `messages.${index}`, message: 'the assistant neither says nor calls anything' });
    for (const [at, call] of calls.entries()) {
      const field = `messages.${index}.tool_calls.${at}`;
      if (!names.includes(call.function.name))
        problems.push({ field: `${field}.function.name`, message: `${call.function.name} is not among the tools` });
      if (made.has(call.id)) problems.push({ field: `${field}.id`, message: `an earlier call has the id ${call.id}` });
      made.add(call.id);
    }
  });
  return problems;
}

function toMessage(message: Line['messages'][number]): ChatMessage {
  switch (message.role) {
    case 'tool':
      return { kind: 'tool', callId: message.tool_call_id, content: message.content };
    case 'user':
      return { kind: 'user', content: message.content };
    case 'assistant':
      return { kind: 'assistant', content: message.content ?? '', calls: (message.tool_calls ?? []).map(toCall) };
    default:
      return { kind: 'system', content: message.content };
  }
}

const toCall = (call: z.infer<typeof Call>): MadeCall => ({
  id: call.id,
  tool: call.function.name,
  arguments: call.function.arguments,
});

const toTool = ({ function: { name, description, parameters } }: Line['tools'][number]): ChatTool => ({
  name,
  description,
  parameters,
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

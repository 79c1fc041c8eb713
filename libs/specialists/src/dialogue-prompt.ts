/**
 * What the dialogue writer reads: the tools that it has, a line each, the system's words condensed, and the conversation,
 * newest turns kept when not all of it fits. What is left out is counted in its place; nothing is cut silently. Tokens are
 * counted by the model's own tokenizer, in serving and when rows are built, so both read the same prompt.
 */
import { assertNever, type ChatMessage, type ChatTool, type JsonValue, type MadeCall } from '@pitcrew/contracts';
import { type NumberedResult, referencesOf, resultsOf } from './dialogue-results.ts';
import { slotName, slotsOf } from './dialogue-slots.ts';
import { asText } from './result-line.ts';
import { condense, oneLine, shorten } from './text.ts';

/** With the form behind it a row stays within what a writer is trained on. */
export const DIALOGUE_PROMPT_TOKENS_MAX = 1_024;
const TURN_CHARACTERS_MAX = 900;
const RESULT_FIELDS_MAX = 16;
const RESULT_VALUE_CHARACTERS_MAX = 24;

export type TokenBudget = { readonly tokensMax: number; readonly count: (text: string) => number };

export type Conversation = { readonly messages: readonly ChatMessage[]; readonly tools: readonly ChatTool[] };

/** How much of the fixed part is shown, from all of it to the bare signatures; the first that leaves half the room is taken. */
const HEADS = [
  { description: 80, system: 600 },
  { description: 40, system: 300 },
  { description: 0, system: 300 },
  { description: 0, system: 80 },
] as const;

export function dialoguePrompt(conversation: Conversation, budget: TokenBudget): string {
  const head = headWithin(conversation, budget);
  const turns = turnLines(conversation.messages);
  // A first guess by the turns' own counts; then the whole is counted, for tokens may join across lines.
  let kept = 0;
  let free = budget.tokensMax - budget.count(framed(head, []));
  for (; kept < turns.length; kept += 1) {
    free -= budget.count(`${turns[turns.length - 1 - kept]}\n`);
    if (free < 0) break;
  }
  for (; kept > 1; kept -= 1) {
    const prompt = framed(head, withNotice(turns, kept));
    if (budget.count(prompt) <= budget.tokensMax) return prompt;
  }
  return newestAlone(head, turns, budget);
}

/** The last turn in fewer and fewer of its words. What even then doesn't fit is the writer's to refuse. */
function newestAlone(head: readonly string[], turns: readonly string[], budget: TokenBudget): string {
  const last = turns.at(-1) ?? '';
  for (let characters = TURN_CHARACTERS_MAX; characters > 60; characters = Math.floor(characters / 2)) {
    const prompt = framed(head, [...withNotice(turns, 1).slice(0, -1), condense(last, characters)]);
    if (budget.count(prompt) <= budget.tokensMax) return prompt;
  }
  return framed(head, [condense(last, 60)]);
}

const withNotice = (turns: readonly string[], kept: number): readonly string[] =>
  kept >= turns.length
    ? turns
    : [`[${turns.length - kept} earlier lines left out]`, ...turns.slice(turns.length - kept)];

function headWithin(conversation: Conversation, budget: TokenBudget): readonly string[] {
  const all = HEADS.map((sizes) => headLines(conversation, sizes));
  const fitting = all.find((head) => budget.count(framed(head, [])) <= budget.tokensMax / 2);
  return fitting ?? (all.at(-1) as readonly string[]);
}

function headLines({ messages, tools }: Conversation, sizes: (typeof HEADS)[number]): readonly string[] {
  const system = messages.flatMap((message) => (message.kind === 'system' ? [oneLine(message.content)] : [])).join(' ');
  return [
    'Choose the next tool call, or none.',
    ...tools.map((tool) => signature(tool, sizes.description)),
    ...(system === '' ? [] : [condense(system, sizes.system)]),
  ];
}

function signature({ name, description, parameters }: ChatTool, charactersMax: number): string {
  const names = slotsOf(parameters).map((slot) => `${slotName(slot)}${slot.optional ? '?' : ''}`);
  const said = oneLine(description);
  const about = charactersMax === 0 || said === '' ? '' : ` - ${shorten(said, charactersMax)}`;
  return `${name}(${names.join(', ')})${about}`;
}

/** Some messages are several lines: what the assistant said, and each of its calls. */
function turnLines(messages: readonly ChatMessage[]): readonly string[] {
  const results = new Map(resultsOf(messages).map((result) => [result.callId, result]));
  const inOrder = resultsOf(messages)[Symbol.iterator]();
  return messages.flatMap((message): string[] => {
    switch (message.kind) {
      case 'system':
        return [];
      case 'user':
        return [`user: ${words(message.content)}`];
      case 'assistant':
        return [
          ...(message.content === '' ? [] : [`assistant: ${words(message.content)}`]),
          ...message.calls.map((call) => callLine(call, results.has(call.id))),
        ];
      case 'tool':
        return [resultLine(inOrder.next().value as NumberedResult)];
      default:
        return assertNever(message);
    }
  });
}

const words = (content: string): string => condense(oneLine(content), TURN_CHARACTERS_MAX);

function callLine({ tool, arguments: args }: MadeCall, answered: boolean): string {
  const pairs = Object.entries(args).map(([name, value]) => `${name}=${shown(value)}`);
  return `call: ${tool}(${pairs.join(', ')})${answered ? '' : ' is under way'}`;
}

/** The scalars of a result under the references by which they are chosen. */
function resultLine(result: NumberedResult): string {
  const scalars = referencesOf([result]).filter(({ value }) => typeof value !== 'object');
  const fields = scalars.slice(0, RESULT_FIELDS_MAX).map(({ reference, value }) => `${reference}=${shown(value)}`);
  const more = scalars.length - fields.length;
  return [...fields, ...(more > 0 ? [`[${more} more]`] : [])].join(' ') || `${result.name} is empty`;
}

const shown = (value: JsonValue): string => shorten(oneLine(asText(value)), RESULT_VALUE_CHARACTERS_MAX);

const framed = (head: readonly string[], turns: readonly string[]): string =>
  `<|im_start|>system\n${head.map(plainText).join('\n')}<|im_end|>\n<|im_start|>user\n${turns.map(plainText).join('\n')}<|im_end|>\n<|im_start|>assistant\n`;

/** Nobody's words may end a turn or begin another: the marks of the chat template become ordinary text. */
const plainText = (line: string): string => line.replace(/<\|(\w+)\|>/g, '< $1 >');

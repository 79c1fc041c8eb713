/**
 * A conversation with an assistant that may call tools, in the terms of the OpenAI chat format, and the next thing that the
 * assistant does. The executor answers it (`Call`); no run and no pack is involved.
 */
import { z } from 'zod';
import { JsonObject } from './json.ts';
import { ArgumentSource } from './verdict.ts';

/** A call that the assistant made; `id` is what its result refers to. */
export const MadeCall = z.object({ id: z.string(), tool: z.string(), arguments: JsonObject });
export type MadeCall = z.infer<typeof MadeCall>;

export const ChatMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('system'), content: z.string() }),
  z.object({ kind: z.literal('user'), content: z.string() }),
  z.object({ kind: z.literal('assistant'), content: z.string(), calls: z.array(MadeCall) }),
  /** The result of one call, as the tool wrote it: JSON mostly. */
  z.object({ kind: z.literal('tool'), callId: z.string(), content: z.string() }),
]);
export type ChatMessage = z.infer<typeof ChatMessage>;

const oneLine = (text: string): boolean => !/[\n\r]/.test(text);

/** `parameters` is a JSON schema of an object. A name is an option of the model's form, and a line of its own there. */
export const ChatTool = z.object({
  name: z.string().min(1).refine(oneLine, 'is more than one line'),
  description: z.string(),
  parameters: JsonObject,
});
export type ChatTool = z.infer<typeof ChatTool>;

export const NextCall = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('called'),
    tool: z.string(),
    arguments: JsonObject,
    /** `$2.items[0].id` for what was taken from the second result; any other source is the value as it was said. */
    sources: z.array(ArgumentSource),
  }),
  /** The assistant speaks, or is done; it calls nothing. */
  z.object({ kind: z.literal('none') }),
  /** The tool was chosen, and no closed set can be made for this required argument: nothing was guessed. */
  z.object({ kind: z.literal('unsupported'), tool: z.string(), argument: z.string() }),
]);
export type NextCall = z.infer<typeof NextCall>;

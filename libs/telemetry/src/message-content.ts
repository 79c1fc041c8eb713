/**
 * What people and models wrote, on spans: off, unless an operator asks for it with the switch that instrumentations share. It is for a
 * place where whoever reads traces may read requests too. Tools' arguments and results count as content.
 */
import type { Attributes } from './attributes.ts';
import { attributeNames } from './names.ts';
import { setOnCurrentSpan } from './span.ts';

export const CONTENT_SWITCH = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

const isAskedFor = (): boolean => process.env[CONTENT_SWITCH]?.toLowerCase() === 'true';

/** What a model read and what it answered, for the current span. The texts are only made when they are wanted. */
export function noteMessages(read: () => { readonly input: string; readonly output: string }): void {
  noteContent(() => {
    const { input, output } = read();
    return {
      [attributeNames.genAiInputMessages]: messages('user', input),
      [attributeNames.genAiOutputMessages]: messages('assistant', output),
    };
  });
}

/** The arguments of a tool's call and its result, for the current span. */
export function noteToolCall(read: () => { readonly arguments: unknown; readonly result: unknown }): void {
  noteContent(() => {
    const { arguments: args, result } = read();
    return {
      [attributeNames.genAiToolArguments]: JSON.stringify(args),
      [attributeNames.genAiToolResult]: JSON.stringify(result),
    };
  });
}

function noteContent(attributes: () => Attributes): void {
  if (isAskedFor()) setOnCurrentSpan(attributes());
}

/** As the conventions write messages down. */
const messages = (role: 'user' | 'assistant', content: string): string =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);

import { describe, expect, it } from 'vitest';
import { parseDialogues, turnsOf } from './dialogue-file.ts';

const tool = (name: string) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: {} } },
});
const call = (id: string, name: string, args: unknown = '{"order_id":4521}') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});
const good = {
  messages: [
    { role: 'system', content: 'You help.' },
    { role: 'user', content: [{ type: 'text', text: 'where is 4521?' }] },
    { role: 'assistant', content: null, tool_calls: [call('a', 'find')] },
    { role: 'tool', tool_call_id: 'a', content: '{"zone":"east"}' },
    { role: 'assistant', content: 'In the east.' },
  ],
  tools: [tool('find')],
  parallel_tool_calls: false,
  tool_choice: 'auto',
};
const line = (value: unknown) => JSON.stringify(value);
const withMessages = (...messages: unknown[]) => line({ ...good, messages });
const asks = { role: 'user', content: 'x' };

describe('a file of dialogues', () => {
  it('gives each turn of the assistant with what came before it', () => {
    const [dialogue] = parseDialogues(`\n${line(good)}\n`, 'f.jsonl');
    const turns = turnsOf(dialogue!);
    expect(turns.map(({ message, messages, calls }) => [message, messages.length, calls.length])).toEqual([
      [2, 2, 1],
      [4, 4, 0],
    ]);
    expect(turns[0]).toMatchObject({ line: 2, calls: [{ tool: 'find', arguments: { order_id: 4521 } }] });
    expect(turns[1]?.messages[1]).toEqual({ kind: 'user', content: 'where is 4521?' });
  });

  it('does not ask for a turn of weight 0', () => {
    const [dialogue] = parseDialogues(withMessages(asks, { role: 'assistant', content: 'y', weight: 0 }), 'f');
    expect(turnsOf(dialogue!)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['what is no JSON', '{', 'f:1: dialogue: not JSON'],
    ['a missing list', line({ tools: [] }), 'f:1: messages:'],
    ['a role that is none', withMessages({ role: 'bot', content: '' }), 'f:1: messages.0.role:'],
    [
      'arguments that are no JSON',
      withMessages(asks, { role: 'assistant', tool_calls: [call('a', 'find', '{order')] }),
      'f:1: messages.1.tool_calls.0.function.arguments: the arguments are not a JSON object',
    ],
    [
      'arguments that are no object',
      withMessages(asks, { role: 'assistant', tool_calls: [call('a', 'find', '[1]')] }),
      'f:1: messages.1.tool_calls.0.function.arguments:',
    ],
    [
      'a tool that is not offered',
      withMessages(asks, { role: 'assistant', tool_calls: [call('a', 'burn')] }),
      'f:1: messages.1.tool_calls.0.function.name: burn is not among the tools',
    ],
    [
      'a result of no call',
      withMessages(asks, { role: 'tool', tool_call_id: 'z', content: '' }, { role: 'assistant', content: 'y' }),
      'f:1: messages.1.tool_call_id: no earlier call',
    ],
    ['a silent assistant', withMessages(asks, { role: 'assistant' }), 'f:1: messages.1: the assistant neither'],
    ['no assistant', withMessages(asks), 'f:1: messages: the assistant has no turn'],
    [
      'the older format',
      withMessages(asks, { role: 'assistant', function_call: { name: 'find', arguments: '{}' } }),
      'f:1: messages.1.function_call: the older',
    ],
    [
      'a picture',
      withMessages({ role: 'user', content: [{ type: 'image_url' }] }, { role: 'assistant', content: 'y' }),
      'f:1: messages.0.content:',
    ],
    [
      'a tool twice',
      line({ ...good, tools: [tool('find'), tool('find')] }),
      'f:1: tools.1.function.name: find is declared twice',
    ],
    [
      'a tool with a reserved name',
      line({ ...good, tools: [tool('find'), tool('none')] }),
      'f:1: tools.1.function.name:',
    ],
    ['an empty file', '\n', 'f: there is no dialogue'],
  ])('refuses %s with its place', (_, text, message) => {
    expect(() => parseDialogues(text, 'f')).toThrow(message);
  });

  it('tells the problems of all lines at once', () => {
    expect(() => parseDialogues(`${line(good)}\n{\n${withMessages(asks)}`, 'f')).toThrow(/^f:2: .*\nf:3: /);
  });
});

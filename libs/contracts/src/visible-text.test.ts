/** What is shown to people hides nothing and moves nothing. */
import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('what could deceive is shown as its escape', () => {
  it.each<[what: string, text: string, shown: string]>([
    ['an escape sequence', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
    ['a sequence of one eight-bit control', 'a\u009b31mb', 'a\\u009b31mb'],
    ['a carriage return', 'a\rb', 'a\\u000db'],
    ['a new line', 'a\nb', 'a\\u000ab'],
    ['a separator of lines', 'a\u2028b', 'a\\u2028b'],
    ['a turn of the direction', 'a\u202e51=latot', 'a\\u202e51=latot'],
    ['an isolate', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['a character without width', '45\u200b21', '45\\u200b21'],
    ['a byte order mark', '\ufeffa', '\\ufeffa'],
    ['a blank that is a letter', 'a\u3164b', 'a\\u3164b'],
    ['a tag character', 'a\u{e0041}', 'a\\udb40\\udc41'],
  ])('%s', (_, text, shown) => expect(visibleText(text)).toBe(shown));

  it('and in a JSON text means the same', () => {
    const value = 'ZZ99-E\u202e, total=15\u200b\u{e0041}';
    expect(JSON.parse(visibleText(JSON.stringify(value)))).toBe(value);
  });
});

it.each(['Bäckerei Huber', 'שלום', 'Νίκος', 'नमस्ते', '北京', '☎️ 4521', 'a b'])('%s stays as it is', (text) =>
  expect(visibleText(text)).toBe(text),
);

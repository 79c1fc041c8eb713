/**
 * What a scratchpad says of a finished step: `valid, pending` in the brackets of its line, and the condensed result that
 * the next turn reads. Made by code from the fields that the pack declares; identifiers and lists say little and are left out.
 */
import type { JsonValue, StepResult } from '@pitcrew/contracts';
import { isIdentifier, type Pack } from '@pitcrew/workflow';
import { asText, fieldOf } from './result-line.ts';
import { shorten } from './text.ts';

const NOTE_FIELDS_MAX = 2;
const RESULT_FIELDS_MAX = 4;
const VALUE_CHARACTERS_MAX = 24;

/** `valid, pending`; empty when the pack declares nothing that could be said. */
export const resultNote = (pack: Pack, done: StepResult): string =>
  told(pack, done, NOTE_FIELDS_MAX, (name, text) => (isNumber(text) ? `${name} ${text}` : text));

/** `[Previous context + tool result: valid, status: pending]`, followed by what to do. */
export const resultLines = (pack: Pack, done: StepResult): readonly string[] => [
  `[Previous context + tool result: ${resultText(pack, done)}]`,
  'Continue processing.',
];

/** `valid, status: pending`; of a result without a field that can be told, that there is one. */
export const resultText = (pack: Pack, done: StepResult): string =>
  told(pack, done, RESULT_FIELDS_MAX, (name, value) => `${name}: ${value}`) || 'done';

function told(pack: Pack, done: StepResult, fieldsMax: number, say: (name: string, text: string) => string): string {
  // A step that ran once for each element of a list.
  if (Array.isArray(done.result)) return `${done.result.length} ${done.result.length === 1 ? 'result' : 'results'}`;
  return Object.keys(pack.tools[done.tool]?.result ?? {})
    .filter((path) => !path.includes('[]') && !isIdentifier(path))
    .flatMap((path) => phrase(path, fieldOf(done, path), say))
    .slice(0, fieldsMax)
    .join(', ');
}

function phrase(path: string, value: JsonValue | undefined, say: (name: string, text: string) => string): string[] {
  const name = path.replaceAll(/[._]/g, ' ');
  if (value === undefined || value === null || typeof value === 'object') return [];
  if (typeof value === 'boolean') return [value ? name : `not ${name}`];
  const text = shorten(asText(value), VALUE_CHARACTERS_MAX);
  return text === '' ? [] : [say(name, text)];
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

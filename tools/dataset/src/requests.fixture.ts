/** What the tests of the data set share: one request as it would have been read. */
import type { Covered } from './requests.ts';
import { parseTemplate, textOf } from './slots.ts';

export function coveredRow(
  workflow: string,
  marked: string,
  more: Partial<Pick<Covered, 'id' | 'voice' | 'variation' | 'also' | 'when'>> = {},
): Covered {
  const template = parseTemplate(marked);
  const { id = 'x:1', voice = 'v01', variation = 'full', also = [], when } = more;
  return { kind: 'covered', id, voice, workflow, variation, also, when, template, request: textOf(template) };
}

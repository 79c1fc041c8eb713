/**
 * Other people's text as a person may read it: what a terminal or a page acts on without showing it stands there as the escape
 * that JSON has for it. Controls, marks of direction, characters without width and separators of lines could otherwise show a person
 * another call than the one that they approve.
 */

/** The mark after an emoji that says it is one hides nothing. */
const UNSEEN = /(?!\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** In a JSON text this changes no value: what stands between quotes parses to the same string. */
export const visibleText = (text: string): string => text.replace(UNSEEN, escaped);

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');

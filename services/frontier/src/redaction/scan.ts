/**
 * The second look at what is about to leave, at the last place before the network. It shares no code with the redaction: it
 * reads the body that will be sent and knows only the original values, so a fault in the one is not a fault in the other.
 * Texts that are made from the packs and from constants alone are known and left out; everything else is looked through for
 * any original value and for anything that looks like a secret.
 */
const SECRET_SIGNS: readonly (readonly [string, RegExp])[] = [
  ['a private key', /PRIVATE KEY/],
  ['a bearer token', /\bbearer\s+[\w.~+/-]{8,}/i],
  ['a password', /\b(?:passwor[dt]|passwd|pwd|passphrase)\b\s*(?:[:=]|is\b)\s*(?!<>)\S{3,}/i],
  ['a mail address', /[^\s@<>]@[^\s@<>]/],
  ['a number', /\d/],
  ['a token', /(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[a-z])[A-Za-z0-9_-]{24,}/],
];

/**
 * What must not leave, one sentence each without the value itself; empty when the body may be sent. `known`: texts that give
 * nothing away, such as the names that packs declare.
 */
export function scan(body: string, originals: readonly string[], known: ReadonlySet<string>): readonly string[] {
  const texts = [...new Set(textsIn(body))]
    .filter((text) => !known.has(text))
    .map((text) => text.replace(/<[A-Z]+_\d+>/g, '<>'));
  const whole = texts.map(searched);
  const isKnown = (word: string): boolean => /\d/.test(word) && known.has(word);
  const strange = texts.map((text) => text.replace(/[\p{L}\p{N}_-]+/gu, (word) => (isKnown(word) ? '' : word)));
  return [
    ...SECRET_SIGNS.flatMap(([what, sign]) =>
      strange.some((text) => sign.test(text)) ? [`the body still has ${what} in it`] : [],
    ),
    ...(originals.some((original) => whole.some((text) => holds(text, original)))
      ? ['the body still has a value in it that a placeholder stands for']
      : []),
  ];
}

/** Every key and every text of a JSON document, and of the documents that are texts in it. */
export function textsIn(document: string): string[] {
  const values: unknown[] = [parsed(document)];
  const texts: string[] = [];
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    if (typeof value === 'string') {
      const inner = /^\s*[{[]/.test(value) ? parsed(value) : value;
      if (typeof inner === 'string') texts.push(inner);
      else values.push(inner);
    } else if (typeof value === 'object' && value !== null) {
      texts.push(...(Array.isArray(value) ? [] : Object.keys(value)));
      values.push(...Object.values(value).filter((member) => member !== null && member !== undefined));
    }
  }
  return texts;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not a document: the text itself is looked at.
    return text;
  }
}

type Searched = { readonly asWritten: string; readonly lower: string };

const searched = (text: string): Searched => ({ asWritten: text, lower: text.toLowerCase() });

/** Whole words, in any letters; below four characters as written, for there a name and a word differ in their capital alone. */
function holds({ asWritten, lower }: Searched, original: string): boolean {
  const [where, what] = original.length < 4 ? [asWritten, original] : [lower, original.toLowerCase()];
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1))
    if (!isLetter(where[at - 1]) && !isLetter(where[at + what.length])) return true;
  return false;
}

const isLetter = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);

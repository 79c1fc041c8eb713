/**
 * A protobuf reader that notices text which is not UTF-8. The specification forbids such text, but protobufjs replaces
 * the bad bytes with U+FFFD and says nothing, so a request would be altered silently.
 *
 * A lone surrogate takes the place of bad text: valid UTF-8 can never decode to one, so its place in the decoded message
 * names the field. The price on good messages is one scan of their bytes.
 */
import { isUtf8 } from 'node:buffer';
import protobuf from 'protobufjs';

export const BAD_TEXT = '\ud800';

export class StrictReader extends protobuf.BufferReader {
  /** Whether any text read so far was not UTF-8. */
  sawBadText = false;

  override string(): string {
    const bytes = this.bytes();
    if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    this.sawBadText = true;
    return BAD_TEXT;
  }
}

/** The path of the first text in the decoded message that is not well-formed Unicode: `history.0.tool`. */
export function badTextPath(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path.join('.');
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = badTextPath(member, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * How many input tokens a body can be at most, whatever the tokeniser. A token of a byte-level vocabulary stands for at least one byte, so a text has
 * no more tokens than it has bytes of UTF-8, before or after the compatibility normalisation that some tokenisers apply
 * (which can lengthen a text). Around texts a provider puts what it does not publish: marks around each message, and for a
 * structured answer an instruction and its own rendering of the schema. For these stand fixed amounts far above what
 * providers report, and the schema's bytes a second time. So it is a bound, not a count; what is settled is what the
 * provider reports.
 */
export const MESSAGE_OVERHEAD_TOKENS = 64;
export const SCHEMA_OVERHEAD_TOKENS = 1024;

export const inputTokensBound = (messages: readonly string[], schema: string): number =>
  messages.reduce((sum, text) => sum + bytesOf(text) + MESSAGE_OVERHEAD_TOKENS, 0) +
  2 * bytesOf(schema) +
  SCHEMA_OVERHEAD_TOKENS;

const bytesOf = (text: string): number => Math.max(Buffer.byteLength(text), Buffer.byteLength(text.normalize('NFKC')));

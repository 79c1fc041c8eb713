/**
 * Domain value <-> protobuf bytes for one message of one method: zod schema, wire rules and protobuf in a row. Nothing
 * decoded is handed on before its schema has parsed it, and nothing is sent that its schema does not accept.
 *
 * Whatever the bytes are, the only thing thrown is a MessageError; who is to blame for it depends on the side.
 */
import { fromWire, toWire, WireFormatError } from '@pitcrew/contracts';
import type { z } from 'zod';
import type { Violation } from './rpc-error.ts';
import { badTextPath, StrictReader } from './strict-reader.ts';

export type Codec = {
  readonly encode: (value: unknown) => Buffer;
  readonly decode: (bytes: Buffer) => unknown;
};

/** A message that cannot be sent or understood, with the fields that are wrong; the field is empty for the whole. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  readonly violations: readonly Violation[];
  constructor(violations: readonly Violation[]) {
    super(
      violations.map(({ field, description }) => (field === '' ? description : `${field}: ${description}`)).join('; '),
    );
    this.violations = violations;
  }
}

type Serialize = (wire: object) => Buffer;
type Deserialize = (bytes: Buffer) => object;

export function codec(schema: z.ZodType, serialize: Serialize, deserialize: Deserialize): Codec {
  return {
    encode: (value) => guarded(() => serialize(checkedWire(parse(schema, value)))),
    decode: (bytes) => guarded(() => parse(schema, fromWire(decodeText(bytes, deserialize)))),
  };
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new MessageError(
    parsed.error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), description: message })),
  );
}

/** protobufjs would send U+FFFD for a lone surrogate and alter the text without a word. */
function checkedWire(value: unknown): object {
  const wire = toWire(value) as object;
  const field = badTextPath(wire);
  if (field !== undefined) throw new MessageError([{ field, description: 'is not well-formed Unicode' }]);
  return wire;
}

function decodeText(bytes: Buffer, deserialize: Deserialize): object {
  const reader = new StrictReader(bytes);
  // The loader hands what it is given to protobufjs, which takes a reader as well as bytes.
  const wire = deserialize(reader as unknown as Buffer);
  if (reader.sawBadText)
    throw new MessageError([{ field: badTextPath(wire) ?? '', description: 'is not valid UTF-8' }]);
  return wire;
}

function guarded<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof MessageError) throw error;
    if (error instanceof WireFormatError) throw new MessageError([{ field: error.field, description: error.message }]);
    // Bytes that end early, nesting beyond the stack: protobufjs and the parsers throw plain errors for these.
    throw new MessageError([{ field: '', description: `the message cannot be read: ${String(error)}` }]);
  }
}

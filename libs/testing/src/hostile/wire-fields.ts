/** The fields of a protobuf message without its proto: taken apart, changed one by one, put together again. */

export type Field = { readonly number: number; readonly wireType: number; readonly content: Buffer };

const VARINT = 0;
const FIXED_64 = 1;
export const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Undefined when the bytes are no message. */
export function fieldsOf(bytes: Buffer): readonly Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = varintAt(bytes, at);
    if (tag === undefined || tag.value >>> 3 === 0) return undefined;
    const length = contentLength(bytes, tag.end, tag.value & 7);
    if (length === undefined || length.end > bytes.length) return undefined;
    fields.push({
      number: tag.value >>> 3,
      wireType: tag.value & 7,
      content: bytes.subarray(length.start, length.end),
    });
    at = length.end;
  }
  return fields;
}

export function encodeField({ number, wireType, content }: Field): Buffer {
  const length = wireType === LENGTH_DELIMITED ? [varint(content.length)] : [];
  return Buffer.concat([varint(number * 8 + wireType), ...length, content]);
}

/** Bytes in which the field chosen by `where`, at any depth, is replaced by others; unchanged when there is no field. */
export function replaceField(bytes: Buffer, where: number, replace: (field: Field) => readonly Field[]): Buffer {
  const fields = fieldsOf(bytes);
  if (fields === undefined || fields.length === 0) return bytes;
  const chosen = where % fields.length;
  const changed = fields.flatMap((field, index) => {
    if (index !== chosen) return [field];
    const inner = field.wireType === LENGTH_DELIMITED && where % 3 > 0 ? fieldsOf(field.content) : undefined;
    if (inner === undefined || inner.length === 0) return replace(field);
    return [{ ...field, content: replaceField(field.content, Math.floor(where / fields.length), replace) }];
  });
  return Buffer.concat(changed.map(encodeField));
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return Buffer.from([...bytes, left]);
}

function varintAt(bytes: Buffer, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let at = start, factor = 1; at < Math.min(bytes.length, start + 10); at += 1, factor *= 128) {
    const byte = bytes[at] as number;
    value += (byte % 128) * factor;
    if (byte < 128) return { value, end: at + 1 };
  }
  return undefined;
}

function contentLength(bytes: Buffer, start: number, wireType: number): { start: number; end: number } | undefined {
  switch (wireType) {
    case VARINT: {
      const found = varintAt(bytes, start);
      return found && { start, end: found.end };
    }
    case FIXED_64:
      return { start, end: start + 8 };
    case FIXED_32:
      return { start, end: start + 4 };
    case LENGTH_DELIMITED: {
      const found = varintAt(bytes, start);
      return found && { start: found.end, end: found.end + found.value };
    }
    default:
      return undefined;
  }
}

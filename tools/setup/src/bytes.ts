/** A cursor over bytes, for reading and for writing, little endian throughout. Reading past the end is an error that says so. */

const widths = { uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, float32: 4, float64: 8 } as const;
export type NumberType = keyof typeof widths;
export type ScalarType = NumberType | 'uint64' | 'int64' | 'bool' | 'string';

export class ByteReader {
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(type: NumberType): number {
    const at = this.#advance(widths[type]);
    switch (type) {
      case 'uint8':
        return this.#view.getUint8(at);
      case 'int8':
        return this.#view.getInt8(at);
      case 'uint16':
        return this.#view.getUint16(at, true);
      case 'int16':
        return this.#view.getInt16(at, true);
      case 'uint32':
        return this.#view.getUint32(at, true);
      case 'int32':
        return this.#view.getInt32(at, true);
      case 'float32':
        return this.#view.getFloat32(at, true);
      case 'float64':
        return this.#view.getFloat64(at, true);
    }
  }

  /** A 64-bit count or offset; more than a JavaScript number holds exactly is refused. */
  length(): number {
    const value = Number(this.#view.getBigUint64(this.#advance(8), true));
    if (!Number.isSafeInteger(value)) throw new Error(`the file holds an impossible length: ${value}`);
    return value;
  }

  text(): string {
    const length = this.length();
    const at = this.#advance(length);
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + at, length).toString('utf8');
  }

  scalar(type: ScalarType): number | bigint | boolean | string {
    switch (type) {
      case 'string':
        return this.text();
      case 'bool':
        return this.number('uint8') !== 0;
      case 'uint64':
        return this.#view.getBigUint64(this.#advance(8), true);
      case 'int64':
        return this.#view.getBigInt64(this.#advance(8), true);
      default:
        return this.number(type);
    }
  }

  slice(begin: number, end: number, what: string): Uint8Array {
    if (end > this.#bytes.byteLength) throw new Error(`the file ends before ${what}; it is incomplete`);
    return this.#bytes.subarray(begin, end);
  }

  #advance(count: number): number {
    const at = this.position;
    if (at + count > this.#bytes.byteLength)
      throw new Error(`the file ends at byte ${this.#bytes.byteLength}; it is incomplete`);
    this.position = at + count;
    return at;
  }
}

export class ByteWriter {
  position = 0;
  readonly #parts: Uint8Array[] = [];

  bytes(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.position += bytes.byteLength;
  }

  number(type: NumberType, value: number): void {
    const part = new DataView(new ArrayBuffer(widths[type]));
    switch (type) {
      case 'uint8':
        part.setUint8(0, value);
        break;
      case 'int8':
        part.setInt8(0, value);
        break;
      case 'uint16':
        part.setUint16(0, value, true);
        break;
      case 'int16':
        part.setInt16(0, value, true);
        break;
      case 'uint32':
        part.setUint32(0, value, true);
        break;
      case 'int32':
        part.setInt32(0, value, true);
        break;
      case 'float32':
        part.setFloat32(0, value, true);
        break;
      case 'float64':
        part.setFloat64(0, value, true);
        break;
    }
    this.bytes(new Uint8Array(part.buffer));
  }

  length(value: number): void {
    this.#wide(BigInt(value));
  }

  text(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    this.length(bytes.byteLength);
    this.bytes(bytes);
  }

  scalar(type: ScalarType, value: number | bigint | boolean | string): void {
    if (type === 'string') this.text(String(value));
    else if (type === 'bool') this.number('uint8', value ? 1 : 0);
    else if (type === 'uint64' || type === 'int64') this.#wide(BigInt(value));
    else this.number(type, Number(value));
  }

  pad(until: number): void {
    if (until > this.position) this.bytes(new Uint8Array(until - this.position));
  }

  finish(): Uint8Array {
    return Buffer.concat(this.#parts, this.position);
  }

  #wide(value: bigint): void {
    const part = new DataView(new ArrayBuffer(8));
    part.setBigUint64(0, BigInt.asUintN(64, value), true);
    this.bytes(new Uint8Array(part.buffer));
  }
}

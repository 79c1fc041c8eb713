/**
 * Domain value <-> the plain objects of proto-loader, by five rules, so that no message needs code of its own:
 *
 * 1. Free JSON travels as text: the domain fields in JSON_FIELDS are `<field>Json` on the wire.
 * 2. A union on `kind` is a message with one oneof called `kind`: `{kind: 'plan-proposed', ...rest}` is
 *    `{kind: 'planProposed', planProposed: rest}`.
 * 3. The enums in ENUM_FIELDS carry their prefix on the wire: `transient` is `ERROR_CLASS_TRANSIENT`. Unspecified is absent.
 * 4. The ISO times in TIME_FIELDS are `google.protobuf.Timestamp`.
 * 5. An absent optional field is absent on both sides.
 *
 * Nothing decoded reaches domain code before its zod schema has parsed it, and nothing is sent that toWire did not build
 * (proto-loader drops unknown fields and a plain object in a `Struct` without an error; hence rule 1 and no `Struct`).
 */
const JSON_FIELDS = new Set(['arguments', 'result', 'literal', 'parameters']);

const ENUM_FIELDS: Readonly<Record<string, string>> = {
  errorClass: 'ERROR_CLASS',
  executed: 'EXECUTED',
  operator: 'OPERATOR',
  repair: 'REPAIR',
  clarity: 'CLARITY',
  phase: 'RUN_PHASE',
  status: 'RUN_STATUS',
  stopReason: 'STOP_REASON',
  mode: 'MODE',
  onBudget: 'ON_BUDGET',
  cause: 'ESCALATION_CAUSE',
  period: 'PERIOD',
  purpose: 'PURPOSE',
  tokenCount: 'TOKEN_COUNT',
  charged: 'CHARGED',
  approvalState: 'APPROVAL_STATE',
  reviewState: 'REVIEW_STATE',
};

const TIME_FIELDS = new Set([
  'at',
  'asOf',
  'expiresAt',
  'resetsAt',
  'resumesAt',
  'submittedAt',
  'submittedBefore',
  'submittedFrom',
  'updatedAt',
  'waitingSince',
]);

type Plain = Record<string, unknown>;

export function toWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWire);
  if (!isPlain(value)) return value;
  const { kind, ...rest } = value;
  if (typeof kind === 'string') return { kind: camelCase(kind), [camelCase(kind)]: toWire(rest) };
  const out: Plain = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const prefix = ENUM_FIELDS[key];
    if (JSON_FIELDS.has(key)) out[`${key}Json`] = JSON.stringify(member);
    else if (TIME_FIELDS.has(key)) out[key] = toTimestamp(String(member));
    else if (prefix !== undefined) out[key] = `${prefix}_${String(member).toUpperCase()}`;
    else out[key] = toWire(member);
  }
  return out;
}

export function fromWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromWire);
  if (!isPlain(value)) return value;
  if (typeof value.kind === 'string' && isPlain(value[value.kind]))
    return { kind: kebabCase(value.kind), ...(fromWire(value[value.kind]) as Plain) };
  const out: Plain = {};
  for (const [key, member] of Object.entries(value)) {
    const prefix = ENUM_FIELDS[key];
    const jsonField = key.endsWith('Json') ? key.slice(0, -'Json'.length) : undefined;
    if (key.startsWith('_') || member === undefined || member === null) continue;
    if (jsonField !== undefined && JSON_FIELDS.has(jsonField)) {
      if (member !== '') out[jsonField] = parseJson(String(member), key);
    } else if (TIME_FIELDS.has(key)) out[key] = fromTimestamp(member as Timestamp);
    else if (prefix !== undefined) {
      const name = String(member).slice(prefix.length + 1);
      if (name !== 'UNSPECIFIED') out[key] = name.toLowerCase();
    } else out[key] = fromWire(member);
  }
  return out;
}

export class WireFormatError extends Error {
  override readonly name = 'WireFormatError';
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

function parseJson(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WireFormatError(field, `${field} is not JSON`);
  }
}

type Timestamp = { readonly seconds: number; readonly nanos: number };

const toTimestamp = (iso: string): Timestamp => {
  const ms = Date.parse(iso);
  return { seconds: Math.floor(ms / 1000), nanos: (((ms % 1000) + 1000) % 1000) * 1_000_000 };
};

const fromTimestamp = ({ seconds, nanos }: Timestamp): string =>
  new Date(seconds * 1000 + nanos / 1_000_000).toISOString();

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) !== null &&
  !(value instanceof Uint8Array);

const camelCase = (kebab: string): string => kebab.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const kebabCase = (camel: string): string => camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

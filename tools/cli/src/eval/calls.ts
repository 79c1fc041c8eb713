/**
 * Whether a run called the tools that it should have, with the arguments that it should have: two multisets of calls,
 * equal in any order. Numbers compare by value, and an id of digits only is an integer: "7731" equals 7731.
 */
import { canonicalJson, type JsonObject, type JsonValue } from '@pitcrew/contracts';

export type ToolCall = { readonly tool: string; readonly arguments: JsonObject };

export type CallDifference = { readonly missing: readonly ToolCall[]; readonly unexpected: readonly ToolCall[] };

export function callDifference(expected: readonly ToolCall[], got: readonly ToolCall[]): CallDifference {
  const left = [...got];
  const missing = expected.filter((call) => {
    const index = left.findIndex((other) => fingerprint(other) === fingerprint(call));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return { missing, unexpected: left };
}

export const sameCalls = (expected: readonly ToolCall[], got: readonly ToolCall[]): boolean => {
  const { missing, unexpected } = callDifference(expected, got);
  return missing.length === 0 && unexpected.length === 0;
};

const fingerprint = (call: ToolCall): string => canonicalJson([call.tool, byValue(call.arguments)]);

/** A leading zero is part of an id, and digits beyond 2^53 would collide as numbers: both stay text. */
const INTEGER_ID = /^(0|[1-9]\d{0,14})$/;

function byValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') return INTEGER_ID.test(value) ? Number(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(byValue);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, byValue(member)]));
}

const isList = (value: object): value is readonly JsonValue[] => Array.isArray(value);

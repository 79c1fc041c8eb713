/**
 * From an answer to the arguments of a call, or to what is wrong with them. Bound arguments are resolved by code; the rest
 * are re-bound and must be what the tool declares: its names, its types, and values that stand in the request or in a
 * result, as every local call's do.
 */
import {
  type JsonObject,
  type JsonValue,
  type RescueTask,
  resolveReference,
  UnresolvedReference,
} from '@pitcrew/contracts';
import { callFindings } from '@pitcrew/specialists';
import { type Argument, boundReference, type Pack, type Tool } from '@pitcrew/workflow';
import type { Vault } from '../redaction/vault.ts';
import { plainNumber, truthValue } from './bindings.ts';
import { openArguments, type RescueAnswer } from './rescue-letter.ts';

export type ReadCall =
  | { readonly kind: 'call'; readonly arguments: JsonObject }
  | { readonly kind: 'unfit'; readonly problems: readonly string[] };

export function readCall(pack: Pack, tool: Tool, task: RescueTask, answer: RescueAnswer, vault: Vault): ReadCall {
  const open = openArguments(tool);
  const problems: string[] = [];
  const chosen = answer.arguments.flatMap(({ argument: name, value }): [string, JsonValue][] => {
    const argument = Object.hasOwn(open, name) ? open[name] : undefined;
    const bound = argument && rebound(argument, value, vault);
    if (bound !== undefined) return [[name, bound]];
    problems.push(
      argument
        ? `${name} has a value that is not one of the request’s or of the tool’s`
        : `${tool.name} has no open argument of that name`,
    );
    return [];
  });
  const args = { ...boundArguments(tool, task), ...Object.fromEntries(chosen) };
  const item = task.itemValue === undefined ? {} : { itemValue: task.itemValue.result };
  const { request, history } = task;
  const findings =
    problems.length > 0
      ? problems
      : callFindings({ pack, tool: tool.name, request, arguments: args, history, ...item });
  return findings.length > 0 ? { kind: 'unfit', problems: findings } : { kind: 'call', arguments: args };
}

function boundArguments(tool: Tool, { history, itemValue }: RescueTask): JsonObject {
  const results = new Map(history.map(({ step, result }) => [step, result]));
  const entries = Object.entries(tool.arguments).flatMap(([name, argument]): [string, JsonValue][] => {
    if (argument.bound === 'item') return itemValue === undefined ? [] : [[name, itemValue.result]];
    const reference = boundReference(argument, history);
    const value = reference === undefined ? undefined : resolved(reference, results);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

function resolved(reference: string, steps: ReadonlyMap<RescueTask['step'], JsonValue>): JsonValue | undefined {
  try {
    return resolveReference(reference, { steps });
  } catch (error) {
    if (error instanceof UnresolvedReference) return undefined;
    throw error;
  }
}

function rebound({ type, values }: Argument, written: string, vault: Vault): JsonValue | undefined {
  if (type === 'enum') return values?.find((value) => value === written);
  if (type === 'boolean') return truthValue(written);
  if (!type.endsWith('[]')) return scalarOf(type, vault.valueOf(written.trim()));
  const elements = written.split(',').map((part) => scalarOf(type.slice(0, -2), vault.valueOf(part.trim())));
  return elements.every((element) => element !== undefined) ? elements : undefined;
}

const scalarOf = (type: string, original: string | undefined): string | number | undefined =>
  original === undefined || type === 'string' ? original : plainNumber(original);

/**
 * R7: whether a run has gone over to another object than the one it began with, because a tool refused that one. What a tool says may
 * name the object, and a request may name several; so an effect on another one is a person's to approve. What a person has chosen,
 * and the same number in another spelling, is no other object.
 */
import type { JsonObject, JsonValue } from '@pitcrew/contracts';
import type { RunRules } from './rules.ts';
import type { CallState, RunState, StepState } from './state.ts';

/** One sentence for the person who is asked; undefined while the object is the first one. */
export function anotherObject(rules: RunRules, state: RunState): string | undefined {
  const vital = rules.vitalOf(state.plan?.workflow ?? '');
  for (const step of state.steps.values())
    for (const call of step.calls.values()) {
      const found = changeOf(vital, step, call);
      if (found !== undefined) return found;
    }
  return undefined;
}

function changeOf(vital: readonly string[], { step, review }: StepState, call: CallState): string | undefined {
  if (review?.kind === 'resolved') return undefined;
  const now = argumentsOf(call);
  for (const { arguments: tried, message, cause } of call.failures) {
    const name = vital.find((each) => cause === 'input' && isOther(tried[each], now?.[each]));
    if (name !== undefined)
      return `With ${shown(name, tried)} ${step.tool} failed: ${message.replace(/\.+$/, '')}; this is ${shown(name, now)}.`;
  }
  return undefined;
}

const argumentsOf = ({ phase }: CallState): JsonObject | undefined =>
  phase.kind === 'proposed' || phase.kind === 'performed' ? phase.arguments : undefined;

function isOther(tried: JsonValue | undefined, now: JsonValue | undefined): boolean {
  if (tried === undefined || now === undefined) return false;
  return nameOf(tried) !== nameOf(now);
}

/** `E-2207`, `e-2207` and `2207` are one; what has no digit is known by its letters. */
function nameOf(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/\D/g, '') || text.toLowerCase();
}

const shown = (name: string, args: JsonObject | undefined): string => `${name}=${JSON.stringify(args?.[name])}`;

/**
 * What a probe's answer says about the call that it was asked about. Only a plain true or false says anything: a field that is
 * not there, or a probe that fails, leaves it open.
 */
import { type Finding, JsonObject, type JsonValue, type Outcome } from '@pitcrew/contracts';

export function findingOf(outcome: Outcome, field: string): Finding {
  if (outcome.kind === 'failed') return { kind: 'not-known', message: outcome.message };
  const answer = field.split('.').reduce<JsonValue | undefined>(member, outcome.result);
  if (answer === true) return { kind: 'took-effect', result: outcome.result };
  if (answer === false) return { kind: 'did-nothing' };
  return { kind: 'not-known', message: `${field} is neither true nor false` };
}

const member = (value: JsonValue | undefined, name: string): JsonValue | undefined => {
  const object = JsonObject.safeParse(value);
  return object.success && Object.hasOwn(object.data, name) ? object.data[name] : undefined;
};

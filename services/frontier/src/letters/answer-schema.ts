/**
 * A zod schema of an answer as the JSON schema that providers hold a model to. Their strict form wants every member listed
 * as required and nothing beside them; what may be missing is null. The answer is parsed by the zod schema all the same.
 */
import { JsonObject } from '@pitcrew/contracts';
import { z } from 'zod';

export function answerSchema(schema: z.ZodType): JsonObject {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: 'output' });
  return JsonObject.parse(strict(plain));
}

function strict(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strict);
  if (typeof node !== 'object' || node === null) return node;
  const members = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, strict(value)]));
  if (members.type !== 'object') return members;
  return { ...members, required: Object.keys(members.properties ?? {}), additionalProperties: false };
}

/** Whether a request asks for an effect: by the tool, and by those arguments that the request decides. */
import { canonicalJson, type JsonObject } from '@pitcrew/contracts';
import type { AskedEffect } from './corpus.ts';

export type Effect = { readonly tool: string; readonly arguments: JsonObject };

export const asksFor = (asked: AskedEffect, { tool, arguments: args }: Effect): boolean =>
  asked.tool === tool &&
  Object.entries(asked.arguments).every(([name, value]) => canonicalJson(args[name] ?? null) === canonicalJson(value));

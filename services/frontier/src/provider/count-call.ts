/**
 * Anthropic's own count of what it would read: the request that the SDK makes for an answer, turned into one for its count
 * alone. It goes to the place and with the key of the other, through the guard that it is given; it is free, and tried once.
 *
 * The API calls its count an estimate from which the real one may differ by a little, so a margin makes a bound of it.
 */
import { z } from 'zod';
import type { ProviderConfig } from '../config.ts';
import { attempt, type Question } from './attempt.ts';
import { type Exchange, openExchange } from './exchange.ts';
import type { Fetch } from './model.ts';

/** What is read by the model, and what the endpoint takes; how the answer is written is neither. */
const COUNTED = ['model', 'system', 'messages', 'tools', 'tool_choice', 'thinking', 'output_config'];

const Counted = z.object({ input_tokens: z.uint32().min(1) });

export type CountCall =
  | { readonly kind: 'counted'; readonly inputTokens: number }
  /** For whatever reason: `progress` says how far it got. */
  | { readonly kind: 'uncounted'; readonly progress: ReturnType<Exchange['progress']> };

/** Never throws. */
export async function callForCount(
  config: ProviderConfig,
  apiKey: string,
  question: Question,
  guard: (body: string) => Promise<void>,
  signal: AbortSignal,
): Promise<CountCall> {
  const exchange = openExchange(guard);
  let counted: number | undefined;
  const fetch: Fetch = async (input, init) => {
    const body = countedPart(String(init?.body ?? ''));
    const response = await exchange.fetch(`${String(input)}/count_tokens`, { ...init, body });
    if (response.ok) counted = Counted.parse(await response.json()).input_tokens;
    throw new Error('only a count is asked for');
  };
  await attempt(config, apiKey, question, { ...exchange, fetch }, signal);
  if (counted === undefined) return { kind: 'uncounted', progress: exchange.progress() };
  return { kind: 'counted', inputTokens: withMargin(counted) };
}

const countedPart = (body: string): string => {
  const members = Object.entries(JSON.parse(body) as Record<string, unknown>);
  return JSON.stringify(Object.fromEntries(members.filter(([name]) => COUNTED.includes(name))));
};

/** A fiftieth, and a few tokens for a short text. */
export const withMargin = (tokens: number): number => Math.ceil(tokens * 1.02) + 16;

/** The configured model, through the AI SDK, over a given fetch. Only here is it known that providers differ. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { assertNever } from '@pitcrew/contracts';
import type { LanguageModel } from 'ai';
import type { ProviderConfig } from '../config.ts';

export type Fetch = typeof globalThis.fetch;

export function languageModel(config: ProviderConfig, apiKey: string, fetch: Fetch): LanguageModel {
  const { provider, model, baseUrl } = config;
  const place = baseUrl === undefined ? {} : { baseURL: baseUrl };
  switch (provider) {
    case 'anthropic':
      return createAnthropic({ apiKey, fetch, ...place })(model);
    case 'openai':
      return createOpenAI({ apiKey, fetch, ...place })(model);
    case 'openai-compatible':
      return createOpenAICompatible({
        name: 'gateway',
        apiKey,
        fetch,
        baseURL: baseUrl ?? '',
        supportsStructuredOutputs: config.structured,
      })(model);
    default:
      return assertNever(provider);
  }
}

/** The provider keeps no copy for later calls. */
export const PROVIDER_OPTIONS = { openai: { store: false } } as const;

/**
 * What the service is told by its environment. Without a provider, a model, a key file and an audit folder it starts all the
 * same and says what is missing whenever it is asked; a value that makes no sense stops it at start.
 *
 * - PITCREW_FRONTIER_PROVIDER `anthropic`, `openai`, or `openai-compatible` for any gateway that speaks chat completions
 * - PITCREW_FRONTIER_MODEL the provider's name of the model
 * - PITCREW_FRONTIER_BASE_URL where the API is; required for `openai-compatible`
 * - PITCREW_FRONTIER_KEY_FILE a file that holds the API key and nothing else; read at each call, so keys may rotate
 * - PITCREW_FRONTIER_AUDIT_DIR where every outbound body is recorded
 * - PITCREW_FRONTIER_STRUCTURED `off` for a gateway that does not hold answers to a JSON schema; the schema is then in the prompt
 * - PITCREW_FRONTIER_TOKENISER `o200k_base` or `cl100k_base`, where the model's tokeniser is one of these; `openai` knows its own
 * - PITCREW_FRONTIER_COUNT `on` asks `anthropic` for the count of each request's input tokens before money is reserved (`off`)
 * - PITCREW_FRONTIER_TIMEOUT_MS how long one request may take, at most (60,000)
 */
import { z } from 'zod';
import { TOKENISERS, type TokeniserName } from './provider/tokeniser.ts';

export const PROVIDERS = ['anthropic', 'openai', 'openai-compatible'] as const;

const Environment = z.object({
  PITCREW_FRONTIER_PROVIDER: z.enum(PROVIDERS).optional(),
  PITCREW_FRONTIER_MODEL: z.string().optional(),
  PITCREW_FRONTIER_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  PITCREW_FRONTIER_KEY_FILE: z.string().optional(),
  PITCREW_FRONTIER_AUDIT_DIR: z.string().optional(),
  PITCREW_FRONTIER_STRUCTURED: z.enum(['on', 'off']).default('on'),
  PITCREW_FRONTIER_TOKENISER: z.enum(TOKENISERS).optional(),
  PITCREW_FRONTIER_COUNT: z.enum(['on', 'off']).default('off'),
  PITCREW_FRONTIER_TIMEOUT_MS: z.coerce.number().int().min(1).max(600_000).default(60_000),
});

export type ProviderConfig = {
  readonly provider: (typeof PROVIDERS)[number];
  readonly model: string;
  readonly baseUrl?: string;
  readonly keyFile: string;
  readonly auditDirectory: string;
  readonly structured: boolean;
  readonly tokeniser?: TokeniserName;
  /** Whether the provider is asked how long a letter is, where it can be. */
  readonly asksForCount: boolean;
  readonly timeoutMs: number;
};

export type Config =
  | { readonly kind: 'configured'; readonly config: ProviderConfig }
  | { readonly kind: 'missing'; readonly message: string };

/** Throws for a value that makes no sense; an empty variable counts as unset. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(problems.join('; '));
  }
  const {
    PITCREW_FRONTIER_PROVIDER: provider,
    PITCREW_FRONTIER_MODEL: model,
    PITCREW_FRONTIER_BASE_URL: baseUrl,
    PITCREW_FRONTIER_KEY_FILE: keyFile,
    PITCREW_FRONTIER_AUDIT_DIR: auditDirectory,
    PITCREW_FRONTIER_TOKENISER: tokeniser,
  } = parsed.data;
  if (keyFile === undefined) return missing('no API key is configured', 'PITCREW_FRONTIER_KEY_FILE');
  if (provider === undefined) return missing('no provider is configured', 'PITCREW_FRONTIER_PROVIDER');
  if (model === undefined) return missing('no model is configured', 'PITCREW_FRONTIER_MODEL');
  if (auditDirectory === undefined) return missing('no audit folder is configured', 'PITCREW_FRONTIER_AUDIT_DIR');
  if (provider === 'openai-compatible' && baseUrl === undefined)
    return missing('no base URL is configured', 'PITCREW_FRONTIER_BASE_URL');
  const structured = parsed.data.PITCREW_FRONTIER_STRUCTURED === 'on';
  const asksForCount = parsed.data.PITCREW_FRONTIER_COUNT === 'on';
  const timeoutMs = parsed.data.PITCREW_FRONTIER_TIMEOUT_MS;
  const set = { ...(baseUrl === undefined ? {} : { baseUrl }), ...(tokeniser === undefined ? {} : { tokeniser }) };
  return {
    kind: 'configured',
    config: { provider, model, ...set, keyFile, auditDirectory, structured, asksForCount, timeoutMs },
  };
}

const missing = (what: string, variable: string): Config => ({
  kind: 'missing',
  message: `Hybrid is off: ${what}. Set ${variable} for the frontier service to switch it on; local runs need none of it.`,
});

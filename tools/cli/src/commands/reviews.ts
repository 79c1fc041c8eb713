/**
 * `pitcrew reviews`: steps that the crew could not do and that a person is asked about, and the answer. An answer goes to the
 * question that the run asks now; if the step fails again, that is another question.
 */
import type { Gateway } from '@pitcrew/client';
import type { PendingReview, ReviewRecord, ReviewResolution } from '@pitcrew/contracts';
import { JsonObject, JsonValue } from '@pitcrew/contracts';
import { assignments } from '../story/values.ts';
import { CommandError } from './command-error.ts';
import { CALL_DEADLINE_MS, parseRunId, type TargetOptions, withGateway } from './gateway-target.ts';
import { type FilterOptions, filterOf, pagesOf } from './question-pages.ts';
import { reviewText } from './review-text.ts';
import { gatewayText, type OutputOptions } from './runs.ts';
import { table } from './table.ts';
import type { Place } from './tell-run.ts';
import { dim, say, whoAmI } from './terminal.ts';

const deadline = { deadlineMs: CALL_DEADLINE_MS };

export const listReviews = (options: OutputOptions & FilterOptions): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const reviews = await pagesOf(async (pageToken) => {
      const page = await gateway.listReviews({ tenant, ...filterOf(options), pageToken }, deadline);
      return { items: page.reviews, nextPageToken: page.nextPageToken };
    });
    if (options.output === 'json') return say(JSON.stringify({ reviews }));
    if (reviews.length === 0) return say(dim('no step waits for a review'));
    say(table(['RUN', 'STEP', 'TOOL', 'FAILED', 'STATE'], reviews.map(rowOf)));
    if (reviews.some(({ reviewState }) => reviewState === 'pending'))
      say(dim('`pitcrew reviews show RUN STEP` says what was tried and how to answer'));
  });

export const showReview = (
  id: string,
  step: string,
  options: OutputOptions & { readonly item: number },
): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const place = { tenant, run: parseRunId(id) };
    const asked = await findPending(gateway, place, step, options.item);
    say(options.output === 'json' ? JSON.stringify(asked) : reviewText(place, asked, gatewayText(options)));
  });

export type ResolveOptions = TargetOptions & {
  readonly item: number;
  readonly retry?: string;
  readonly didNothing?: boolean;
  readonly skip?: boolean;
  readonly result?: string;
  readonly abort?: string;
  readonly by?: string;
};

export const resolveReview = (id: string, step: string, options: ResolveOptions): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    const resolution = resolutionOf(options);
    const place = { tenant, run: parseRunId(id) };
    const { tool, item, attempt, step: found } = await findPending(gateway, place, step, options.item);
    const decidedBy = options.by ?? whoAmI();
    await gateway.resolveReview({ ...place, step: found, item, attempt, decidedBy, resolution }, deadline);
    say(`${found} ${tool}: ${TOLD[resolution.kind]}`);
  });

const TOLD: Readonly<Record<ReviewResolution['kind'], string>> = {
  retry: 'is done again with your arguments',
  skip: 'is left out',
  'take-over': 'has your result',
  abort: 'the run ends with what was done',
};

/** Exactly one of the four answers. */
export function resolutionOf({ retry, didNothing, skip, result, abort }: ResolveOptions): ReviewResolution {
  const given: ReviewResolution[] = [
    ...(retry === undefined
      ? []
      : [{ kind: 'retry', arguments: parsed(JsonObject, retry, '--retry'), didNothing: didNothing === true } as const]),
    ...(skip ? [{ kind: 'skip' } as const] : []),
    ...(result === undefined ? [] : [{ kind: 'take-over', result: parsed(JsonValue, result, '--result') } as const]),
    ...(abort === undefined ? [] : [{ kind: 'abort', reason: abort } as const]),
  ];
  const [resolution, ...others] = given;
  if (resolution === undefined || others.length > 0)
    throw new CommandError('say one of --retry JSON, --skip, --result JSON and --abort REASON');
  if (didNothing && retry === undefined) throw new CommandError('--did-nothing belongs to --retry');
  return resolution;
}

function parsed<T>(
  schema: { safeParse(value: unknown): { success: boolean; data?: T } },
  text: string,
  option: string,
): T {
  const value = schema.safeParse(jsonOf(text, option));
  if (!value.success) throw new CommandError(`${option} takes a JSON object, such as '{"order_id": 4521}'`);
  return value.data as T;
}

function jsonOf(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${option} is not JSON: ${text}`);
  }
}

async function findPending(gateway: Gateway, place: Place, step: string, item: number): Promise<PendingReview> {
  const { pendingReviews } = await gateway.getRun(place, deadline);
  const asked = pendingReviews.find((review) => review.step === step && review.item === item);
  if (asked !== undefined) return asked;
  const others = pendingReviews.map((review) => `${review.step}${review.item === 0 ? '' : ` --item ${review.item}`}`);
  throw new CommandError(
    others.length === 0
      ? `no step of this run waits for a review; \`pitcrew reviews list\` shows those that do`
      : `${step} of this run waits for no review, but these do: ${others.join(', ')}`,
  );
}

const rowOf = ({ run, asked, reviewState, decidedBy, resolution }: ReviewRecord): string[] => [
  run,
  asked.item === 0 ? asked.step : `${asked.step} item ${asked.item}`,
  asked.call === undefined ? asked.tool : `${asked.tool}(${assignments(asked.call.arguments)})`,
  asked.message.slice(0, 60),
  reviewState === 'pending'
    ? `until ${asked.expiresAt}`
    : [reviewState, resolution?.kind, decidedBy].filter(Boolean).join(' '),
];

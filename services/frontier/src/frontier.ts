/**
 * The service's three handlers: a task is composed into a letter, asked, and its answer read. Each way in which it can go
 * wrong is an answer of its own, so that the caller knows what to settle; only a fault of ours is an error.
 */
import { assertNever, type FrontierPlanning, type frontierService, type Rescuing } from '@pitcrew/contracts';
import type { Handlers } from '@pitcrew/rpc';
import type { Pack } from '@pitcrew/workflow';
import { type Composed, composePlan, composeRescue } from './letters/compose.ts';
import type { Attempt } from './provider/attempt.ts';
import type { Payer } from './provider/gate.ts';
import type { Provider } from './provider/provider.ts';

export type Frontier = {
  readonly packs: readonly Pack[];
  /** Or why there is none. */
  readonly provider: Provider | { readonly kind: 'missing'; readonly message: string };
};

export function createFrontier({ packs, provider }: Frontier): Handlers<(typeof frontierService)['methods']> {
  return {
    prepare: async ({ task, ...caller }, { deadline, signal }) => {
      if ('kind' in provider) return { preparation: { kind: 'unavailable', message: provider.message } };
      const composed = task.kind === 'plan' ? composePlan(packs, task) : composeRescue(packs, task);
      if (composed.kind === 'unfit') return { preparation: { kind: 'refused', message: composed.message } };
      return { preparation: await provider.prepare(composed, { ...caller, deadline, signal }) };
    },
    plan: async ({ task, ...paid }, { deadline, signal }) => ({
      planning: planningOf(await asked(composePlan(packs, task), provider, { ...paid, deadline, signal })),
    }),
    rescue: async ({ task, ...paid }, { deadline, signal }) => ({
      rescuing: rescuingOf(await asked(composeRescue(packs, task), provider, { ...paid, deadline, signal })),
    }),
  };
}

type Unread = Exclude<Attempt, { kind: 'answered' }> | { readonly kind: 'unfit'; readonly message: string };
type Asked<Reading> =
  | {
      readonly kind: 'read';
      readonly reading: Reading;
      readonly usage: Extract<Attempt, { kind: 'answered' }>['usage'];
    }
  | Unread;

async function asked<Reading>(
  composed: Composed<Reading>,
  provider: Frontier['provider'],
  payer: Payer,
): Promise<Asked<Reading>> {
  if ('kind' in provider) return { kind: 'unfit', message: provider.message };
  if (composed.kind === 'unfit') return composed;
  const attempt = await provider.ask(composed, payer);
  if (attempt.kind !== 'answered') return attempt;
  return { kind: 'read', reading: composed.read(attempt.answer), usage: attempt.usage };
}

function planningOf(
  asked: Asked<ReturnType<Extract<ReturnType<typeof composePlan>, { kind: 'composed' }>['read']>>,
): FrontierPlanning {
  if (asked.kind !== 'read') return unread(asked);
  const { reading, usage } = asked;
  switch (reading.kind) {
    case 'plan': {
      const { pack, plan } = reading;
      return { kind: 'planned', workflow: pack.name, plan, packDigest: pack.digest, usage };
    }
    case 'unable':
      return { kind: 'unplannable', message: reading.message, usage };
    case 'refused':
      return { kind: 'refused-plan', message: told(reading.problems), usage };
    case 'misshapen':
      return { kind: 'malformed', message: reading.message, usage };
    default:
      return assertNever(reading);
  }
}

function rescuingOf(
  asked: Asked<ReturnType<Extract<ReturnType<typeof composeRescue>, { kind: 'composed' }>['read']>>,
): Rescuing {
  if (asked.kind !== 'read') return unread(asked);
  const { reading, usage } = asked;
  switch (reading.kind) {
    case 'call':
      return { kind: 'called', arguments: reading.arguments, usage };
    case 'unable':
      return { kind: 'unable', message: reading.message, usage };
    case 'unfit':
      return { kind: 'malformed', message: told(reading.problems), usage };
    case 'misshapen':
      return { kind: 'malformed', message: reading.message, usage };
    default:
      return assertNever(reading);
  }
}

function unread(unread: Unread): Extract<FrontierPlanning, { kind: 'malformed' | 'failed' }> {
  if (unread.kind === 'malformed') return { kind: 'malformed', message: unread.message, usage: unread.usage };
  if (unread.kind === 'failed') return { kind: 'failed', message: unread.message, charged: unread.charged };
  return { kind: 'failed', message: unread.message, charged: 'no' };
}

const PROBLEMS_MAX = 5;
const PROBLEM_CHARACTERS_MAX = 240;

/** Problems repeat what a model wrote, which may be of any length. */
const told = (problems: readonly string[]): string =>
  problems
    .slice(0, PROBLEMS_MAX)
    .map((problem) => problem.slice(0, PROBLEM_CHARACTERS_MAX))
    .join('; ');

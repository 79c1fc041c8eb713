/** A question about a failed step as a person reads it: what was done, what was tried, and each answer as a command to copy. */
import type { DeclaredArgument, PendingReview, ReviewOffer } from '@pitcrew/contracts';
import { printable } from '../story/printable.ts';
import { assignments } from '../story/values.ts';
import { targetText } from './gateway-target.ts';
import { shellQuoted } from './shell-quoted.ts';
import type { Place } from './tell-run.ts';

type Asked = Pick<
  PendingReview,
  'step' | 'item' | 'tool' | 'stopReason' | 'message' | 'summary' | 'call' | 'offers' | 'declared' | 'expiresAt'
>;

export function reviewText(place: Place, asked: Asked, gateway: string): string {
  const { step, tool, stopReason, message, summary, call, declared, expiresAt } = asked;
  return [
    `${step} ${tool} failed (${stopReason}): ${message}`,
    summary,
    ...(call === undefined ? [] : callLines(tool, call)),
    '',
    `${tool} takes:`,
    ...Object.entries(declared.arguments).map(([name, argument]) => `  ${name}: ${typeText(argument)}`),
    `and gives:`,
    ...Object.entries(declared.result).map(([path, type]) => `  ${path}: ${type}`),
    '',
    `Answer until ${expiresAt}:`,
    ...answerCommands(place, asked, gateway),
  ]
    .map(printable)
    .join('\n');
}

/** One command for each answer that the question offers. */
export function answerCommands(place: Place, { step, item, call, offers }: Asked, gateway: string): string[] {
  const start = `  npx pitcrew reviews resolve ${place.run} ${step}${item === 0 ? '' : ` --item ${item}`}`;
  const end = targetText(place, gateway);
  const options: Readonly<Record<ReviewOffer, string>> = {
    retry: `--retry ${shellQuoted(JSON.stringify(call?.arguments ?? {}))}`,
    skip: '--skip',
    'take-over': `--result '{...}'`,
    abort: `--abort 'why'`,
  };
  return offers.map((offer) => `${start} ${options[offer]} ${end}`);
}

export const showCommand = (place: Place, { step, item }: Asked, gateway: string): string =>
  `npx pitcrew reviews show ${place.run} ${step}${item === 0 ? '' : ` --item ${item}`} ${targetText(place, gateway)}`;

const callLines = (tool: string, { arguments: args, executed, message }: NonNullable<Asked['call']>): string[] => [
  `Tried: ${tool}(${assignments(args)})`,
  ...(message === '' ? [] : [`It said: ${message}`]),
  executed === 'no'
    ? 'It surely had no effect.'
    : 'It may have had its effect all the same: look first. If it had none, add --did-nothing to --retry; without it the same call is repeated.',
];

function typeText({ type, values, minimum, maximum, optional }: DeclaredArgument): string {
  const parts = [
    type === 'enum' ? `one of ${(values ?? []).join(', ')}` : type,
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(optional ? ['optional'] : []),
  ];
  return parts.join(', ');
}

/**
 * The first thing that a new user sees: the crew comes up, works on one request before their eyes, says what came of it
 * and what it took, and goes away again. Everything shown comes from the run's events.
 */
import { randomUUID } from 'node:crypto';
import type { Gateway } from '@pitcrew/client';
import type { Mode } from '@pitcrew/contracts';
import { howToReach } from '../demo/how-to-reach.ts';
import { SCRAPED, startVisibly } from '../demo/start-up.ts';
import { stayUp } from '../demo/stay-up.ts';
import { DEMO_REQUEST, TRY_NEXT } from '../demo/try-next.ts';
import { type Ending, endingOf } from '../story/ending.ts';
import { wrap } from '../story/paint.ts';
import { askAndAnswer } from './clarify.ts';
import { CommandError } from './command-error.ts';
import { askAndDecide } from './decide.ts';
import { CALL_DEADLINE_MS, tenantOf, withGateway } from './gateway-target.ts';
import type { OwnOptions } from './options.ts';
import { commandFor } from './runs.ts';
import { type OnQuestion, type Place, tellRun } from './tell-run.ts';
import { bad, bold, complain, dim, good, isInteractive, paper, say } from './terminal.ts';

/** Without people in it: a crew that takes longer is stuck. */
export const RUN_TIMEOUT_MS = 300_000;

export type StartOptions = { readonly keep?: boolean; readonly mode?: Mode } & OwnOptions;

export async function start(request: string | undefined, options: StartOptions): Promise<number> {
  const { keep = false, workflows, models, toolsUrl } = options;
  if (toolsUrl !== undefined && request === undefined)
    throw new CommandError('say what should be done: the example order is for the example back office');
  const environment = keep ? SCRAPED : {};
  await using crew = await startVisibly({ control: false, jaeger: keep, environment, workflows, models, toolsUrl });
  const exitCode = await withGateway({ gateway: crew.gateway }, (gateway) =>
    demonstrate(gateway, crew.gateway, request, options),
  );
  if (!keep) return exitCode;
  const { gateway, directory, traces, metrics } = crew;
  say(howToReach({ gateway, directory, traces, metrics, tenant: tenantOf({}) }).join('\n'));
  // Awaited here: returning the promise would stop the crew first.
  return await stayUp(crew, exitCode);
}

async function demonstrate(
  gateway: Gateway,
  address: string,
  given: string | undefined,
  { keep = false, mode }: StartOptions,
): Promise<number> {
  const request = given ?? DEMO_REQUEST;
  const tenant = tenantOf({});
  const { run } = await gateway.submitRun(
    { tenant, requestId: randomUUID(), request, ...(mode && { mode }), clarify: isInteractive() },
    { deadlineMs: CALL_DEADLINE_MS },
  );
  const place = { tenant, run };
  const onQuestion = questionHandler(gateway, place, address, keep);
  const { events, left } = await tellRun(gateway, place, onQuestion, { signal: AbortSignal.timeout(RUN_TIMEOUT_MS) });
  if (left) return 0;
  const ending = endingOf(events);
  if (ending === undefined) {
    complain('The run did not come to its end.');
    return 1;
  }
  sayEnding(ending);
  // A request of the user's own is answered by any ending; the demo has to succeed.
  return given !== undefined || ending.finished.status === 'succeeded' ? 0 : 1;
}

const questionHandler =
  (gateway: Gateway, place: Place, address: string, keep: boolean): OnQuestion =>
  async (asked) => {
    const command = commandFor(place, asked, address);
    if (isInteractive()) {
      if (asked.kind === 'approval-requested') await askAndDecide(gateway, place, asked);
      else if (asked.kind === 'clarification-wanted') await askAndAnswer(gateway, place, asked);
      // An answer to a review is a text of its own: it is written in another terminal.
      else say(`How to answer:\n  ${command}`);
      return 'go-on';
    }
    say();
    if (keep) {
      say(`A person has to decide. From another terminal:\n  ${command}`);
      return 'go-on';
    }
    say('A person has to decide, and nobody can answer here: the crew stops.');
    say(dim(`Started with --keep it waits for a decision from another terminal:\n  ${command}`));
    return 'leave';
  };

function sayEnding({ finished, headline, account, figures }: Ending): void {
  const tone = finished.status === 'succeeded' ? good : bad;
  say();
  say(bold(tone(headline)));
  for (const row of account.flatMap((line) => wrap(line, paper.columns - 2))) say(`  ${row}`);
  say(figures);
  say();
  say('Try next:');
  for (const { what, request } of TRY_NEXT) say(`  npm start -- ${JSON.stringify(request)}  ${dim(`# ${what}`)}`);
  say();
}

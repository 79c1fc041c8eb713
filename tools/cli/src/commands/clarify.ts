/** The question that a run asks its caller about an unclear request: asked at the terminal, or answered by a command. */
import { followRun, type Gateway } from '@pitcrew/client';
import type { PendingClarification } from '@pitcrew/contracts';
import { isRpcError } from '@pitcrew/rpc';
import { CommandError } from './command-error.ts';
import { CALL_DEADLINE_MS, parseRunId, type TargetOptions, targetText, withGateway } from './gateway-target.ts';
import type { Place } from './tell-run.ts';
import { askText, say } from './terminal.ts';

const deadline = { deadlineMs: CALL_DEADLINE_MS };

export const answerRun = (id: string, answer: string, options: TargetOptions): Promise<void> =>
  withGateway(options, async (gateway, tenant) => {
    if (answer.trim() === '') throw new CommandError('say what the request lacks, in a few words');
    await gateway.giveClarification({ tenant, run: parseRunId(id), answer }, deadline);
    say('the run goes on with your answer');
  });

/** Waits until it is known whether the request is clear, and asks if it is not. */
export async function askIfUnclear(gateway: Gateway, place: Place): Promise<void> {
  for await (const { event } of followRun(gateway, place)) {
    const { kind } = event.body;
    if (event.body.kind === 'clarification-wanted') await askAndAnswer(gateway, place, event.body);
    if (kind === 'clarification-wanted' || kind === 'plan-proposed' || kind === 'plan-refused') return;
  }
}

/** Time may have run out before the answer came. */
export async function askAndAnswer(
  gateway: Pick<Gateway, 'giveClarification'>,
  place: Place,
  { question }: Pick<PendingClarification, 'question'>,
): Promise<void> {
  const answer = await askText(question);
  try {
    await gateway.giveClarification({ ...place, answer }, deadline);
  } catch (error) {
    if (!isRpcError(error, 'FAILED_PRECONDITION') && !isRpcError(error, 'INVALID_ARGUMENT')) throw error;
    say(`Not recorded: ${error.message}`);
  }
}

export const answerCommand = (place: Place, gateway: string): string =>
  `npx pitcrew runs answer ${place.run} 'your answer' ${targetText(place, gateway)}`;

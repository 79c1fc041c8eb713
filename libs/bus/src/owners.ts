/**
 * Asking the owner of a run whether it is alive. Whoever gets a wake-up of a run that another instance claimed asks that
 * instance: `mine` means that it has been told and will fold the new fact; `silent` means that it is gone, so claim the run.
 */

import { errors } from '@nats-io/transport-node';
import { type InstanceId, RunId, TenantId } from '@pitcrew/contracts';
import { z } from 'zod';
import type { OnProblem } from './consume.ts';
import { hasNoResponders, type Link } from './link.ts';
import { ownerSubject } from './subjects.ts';

export type OwnerAnswer = 'mine' | 'not-mine' | 'silent';

export type Owners = {
  /** Answers for this instance from now on. The callback is the telling: it should make the run read its log. */
  serve(instance: InstanceId, isMine: (tenant: TenantId, run: RunId) => boolean): { stop(): void };
  ask(instance: InstanceId, tenant: TenantId, run: RunId, timeoutMs: number): Promise<OwnerAnswer>;
};

const Question = z.object({ tenant: TenantId, run: RunId });

export function createOwners(link: Link, onProblem: OnProblem): Owners {
  return {
    serve(instance, isMine) {
      const subscription = link.connection.subscribe(ownerSubject(instance), {
        callback: (error, message) => {
          try {
            if (error !== null) throw error;
            const { tenant, run } = Question.parse(message.json());
            message.respond(isMine(tenant, run) ? 'mine' : 'not-mine');
          } catch (problem) {
            onProblem(`answering for owner ${instance}`, problem);
          }
        },
      });
      return { stop: () => subscription.unsubscribe() };
    },

    ask: (instance, tenant, run, timeoutMs) =>
      link.attempt(`asking owner ${instance}`, async () => {
        try {
          const question = JSON.stringify({ tenant, run });
          const answer = await link.connection.request(ownerSubject(instance), question, { timeout: timeoutMs });
          return answer.string() === 'mine' ? 'mine' : 'not-mine';
        } catch (error) {
          if (hasNoResponders(error) || error instanceof errors.TimeoutError) return 'silent';
          throw error;
        }
      }),
  };
}

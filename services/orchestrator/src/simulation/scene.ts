/** What a simulated run is about: the rules of its packs, what the specialists answer, and the tools with their record of effects. */
import type { JsonObject, Outcome, Plan } from '@pitcrew/contracts';
import type { RunRules } from '@pitcrew/run';
import { rules, type Script } from '@pitcrew/run/scripted';
import { scriptedRepair } from '@pitcrew/run/scripted-repair';
import type { Random } from './random.ts';
import type { VirtualClock } from './virtual-clock.ts';

export type Called = { readonly tool: string; readonly arguments: JsonObject; readonly idempotencyKey: string };

/** What a tool needs of the world around it. */
export type Surroundings = {
  readonly random: Random;
  readonly clock: VirtualClock;
  /** Whether a fault of this probability happens now. */
  readonly strikes: (probability: number) => boolean;
  /** Writes an effect down; whether a repeated key has a new one is the tool's affair. */
  readonly effects: Map<string, string[]>;
};

export type Scene = {
  readonly rules: RunRules;
  readonly script: Script;
  readonly perform: (call: Called) => Outcome;
};

export const orderScript: Script = {
  arguments: (tool) => ({ tool }),
  replan: (state, failed) => scriptedRepair(rules, state, failed, 'refresh'),
};

/** An order whose tools keep their keys: a repeated key answers and has no new effect. They may fail before their effect, or after. */
export const orderScene =
  (faults: { readonly toolFailure: number; readonly impossible?: number }, plan?: Plan) =>
  ({ effects, strikes }: Surroundings): Scene => ({
    rules,
    script: plan === undefined ? orderScript : { ...orderScript, plan },
    perform: ({ tool, idempotencyKey: key }) => {
      const failure = { kind: 'failed', errorClass: 'transient' } as const;
      if (strikes(faults.impossible ?? 0))
        return { kind: 'failed', errorClass: 'logic', executed: 'no', message: 'the quote has expired' };
      if (strikes(faults.toolFailure)) return { ...failure, executed: 'no', message: 'busy' };
      const keys = effects.get(tool) ?? [];
      if (!keys.includes(key)) effects.set(tool, [...keys, key]);
      if (strikes(faults.toolFailure)) return { ...failure, executed: 'unknown', message: 'timeout' };
      return { kind: 'succeeded', result: { tool } };
    },
  });

/** The arms of the comparison: in which mode the runs are worked on and by which models. */
import type { Mode } from '@pitcrew/contracts';
import type { ManifestFile } from '@pitcrew/model/manifest';

export const ARMS = ['chain', 'scratchpad', 'single', 'base'] as const;
export type ArmName = (typeof ARMS)[number];

/** `crew`: runs of a crew in a mode, its single model bare or not. `alone`: one model in a loop of the bench (single.ts). */
export type Arm = { readonly name: ArmName; readonly what: string } & (
  | { readonly kind: 'crew'; readonly mode: Mode; readonly bare: boolean }
  | { readonly kind: 'alone' }
);

export const armOf: Readonly<Record<ArmName, Arm>> = {
  chain: {
    name: 'chain',
    what: 'a fine-tuned specialist for each role',
    ...{ kind: 'crew', mode: 'chain', bare: false },
  },
  scratchpad: {
    name: 'scratchpad',
    what: 'one fine-tuned generator plans and calls; router and validator as in the chain',
    ...{ kind: 'crew', mode: 'scratchpad', bare: false },
  },
  single: {
    name: 'single',
    what: 'one fine-tuned generator without plan or scratchpad, told the workflow: the next call from the results so far; nothing judges it',
    kind: 'alone',
  },
  base: {
    name: 'base',
    what: 'as scratchpad with the bare base for a generator: the grammar alone keeps it to what is possible',
    ...{ kind: 'crew', mode: 'scratchpad', bare: true },
  },
};

/** Every service starts with a crew, so each of its arms needs the four specialists. */
const NEEDED: Readonly<Record<ArmName, readonly string[]>> = {
  chain: ['router', 'planner', 'executor', 'validator'],
  scratchpad: ['router', 'planner', 'executor', 'validator', 'scratchpad'],
  single: ['single'],
  base: ['router', 'planner', 'executor', 'validator'],
};

export const lackedBy = (arm: ArmName, { specialists }: Pick<ManifestFile, 'specialists'>): readonly string[] =>
  NEEDED[arm].filter((role) => specialists[role] === undefined);

/** The scratchpad's specialist without what it was taught; with none in the manifest, on the base of the executor. */
export function withBareScratchpad(manifest: ManifestFile): ManifestFile {
  const { scratchpad, executor } = manifest.specialists;
  const base = (scratchpad ?? executor)?.base;
  if (base === undefined) throw new Error('the model manifest has no generator whose base could be taken bare');
  return { ...manifest, specialists: { ...manifest.specialists, scratchpad: { kind: 'writer', base } } };
}

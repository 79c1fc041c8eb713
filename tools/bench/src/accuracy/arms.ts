/** The arms of the comparison: in which mode the runs are worked on and by which models. */
import type { Mode } from '@pitcrew/contracts';
import type { ManifestFile } from '@pitcrew/model/manifest';

export const ARMS = ['chain', 'scratchpad', 'base'] as const;
export type ArmName = (typeof ARMS)[number];

export type Arm = {
  readonly name: ArmName;
  readonly mode: Mode;
  /** Whether its single model is the base as it was published, with no adapter. */
  readonly bare: boolean;
  readonly what: string;
};

export const armOf: Readonly<Record<ArmName, Arm>> = {
  chain: {
    name: 'chain',
    mode: 'chain',
    bare: false,
    what: 'a fine-tuned specialist for each role',
  },
  scratchpad: {
    name: 'scratchpad',
    mode: 'scratchpad',
    bare: false,
    what: 'one fine-tuned generator plans and calls; router and validator as in the chain',
  },
  base: {
    name: 'base',
    mode: 'scratchpad',
    bare: true,
    what: 'the same with the bare base for a generator: the grammar alone keeps it to what is possible',
  },
};

/** Every service starts in every arm, so each needs the four specialists. */
const NEEDED: Readonly<Record<ArmName, readonly string[]>> = {
  chain: ['router', 'planner', 'executor', 'validator'],
  scratchpad: ['router', 'planner', 'executor', 'validator', 'scratchpad'],
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

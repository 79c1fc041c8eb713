/** Opens a specialist of a manifest as a service would, and measures it on gate rows. */
import { loadManifest, type Manifest, openDecider, openWriter } from '@pitcrew/model';
import { DeciderRow, WriterRow } from '@pitcrew/specialists';
import { readRows } from '../read-rows.ts';
import { routerLimits, thresholdsFrom, validatorLimits } from '../thresholds.ts';
import { type Answered, answersOf, type Figure, headFigures, writerFigures } from './figures.ts';
import type { Limits } from './releases.ts';

export type Measured = {
  readonly figures: readonly Figure[];
  /** The limits of a decider that has some: they belong to these weights. */
  readonly limits?: Limits;
};
export type Measure = (manifest: Manifest, role: string, gateFile: string) => Promise<Measured>;

export const measureServed: Measure = async (manifest, role, gateFile) =>
  manifest.specialists[role]?.kind === 'writer'
    ? measureWriter(manifest, role, readRows(gateFile, WriterRow))
    : measureDecider(manifest, role, readRows(gateFile, DeciderRow));

/** What a manifest serves, role by role. */
export function specialistsOf(models: string): readonly { readonly role: string; readonly manifest: Manifest }[] {
  const manifest = loadManifest(models);
  return Object.keys(manifest.specialists).map((role) => ({ role, manifest }));
}

async function measureWriter(manifest: Manifest, role: string, rows: readonly WriterRow[]): Promise<Measured> {
  const writer = await openWriter(manifest, role, { slots: 1 });
  try {
    return { figures: await writerFigures(writer, rows) };
  } finally {
    await writer.close();
  }
}

async function measureDecider(manifest: Manifest, role: string, rows: readonly DeciderRow[]): Promise<Measured> {
  const decider = await openDecider(manifest, role);
  try {
    const answers = await answersOf(decider, rows);
    return { figures: headFigures(answers, Object.keys(decider.labels)), ...limitsOf(role, answers) };
  } finally {
    await decider.close();
  }
}

function limitsOf(role: string, answers: readonly Answered[]): Pick<Measured, 'limits'> {
  if (role === 'router') return { limits: { router: routerLimits(answers) } };
  if (role === 'validator') return { limits: { validator: validatorLimits(answers) } };
  if (role === 'planner') return { limits: { planner: thresholdsFrom([], [], answers).planner } };
  return {};
}

/**
 * The writer behind Call: the specialist `dialogue` where the manifest has one, opened at start like every other; else the
 * executor's base without an adapter, opened by the first call, so that nobody pays for what they don't use.
 */
import { type Manifest, openWriter, type WriterOptions } from '@pitcrew/model';
import type { DialogueWriter } from './call.ts';

export type DialogueWriters = { readonly open: () => Promise<DialogueWriter>; readonly close: () => Promise<void> };

const ROLE = 'dialogue';

export async function openDialogueWriter(manifest: Manifest, options: WriterOptions): Promise<DialogueWriters> {
  const trained = manifest.specialists[ROLE] !== undefined;
  let opening: ReturnType<typeof openWriter> | undefined;
  const writer = () => (opening ??= openWriter(trained ? manifest : withBareBase(manifest), ROLE, options));
  if (trained) await writer();
  return {
    open: async () => ({ writer: await writer(), trained }),
    close: async () => (await opening)?.close(),
  };
}

function withBareBase(manifest: Manifest): Manifest {
  const { executor } = manifest.specialists;
  if (executor === undefined)
    throw new Error('the model manifest has no specialist "executor" whose base could answer');
  return { ...manifest, specialists: { ...manifest.specialists, [ROLE]: { kind: 'writer', base: executor.base } } };
}

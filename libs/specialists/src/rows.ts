/**
 * Training rows as the dataset tool writes them and the training tool reads them: JSON Lines, one row a line.
 * `voice` is who wrote the request; splits are made by voice.
 */
import { z } from 'zod';

/** Heads that do not apply to a text are absent from its labels. */
export const DeciderRow = z.object({
  text: z.string().min(1),
  labels: z.record(z.string(), z.string()),
  voice: z.string(),
});
export type DeciderRow = z.infer<typeof DeciderRow>;

/** `options` are all the texts that the server would choose this one from: only where they part is there anything to learn. */
const WriterPiece = z.object({ text: z.string(), trained: z.boolean(), options: z.array(z.string()).optional() });

/** Each piece is tokenised by itself, exactly as it is served; only trained pieces carry loss. */
export const WriterRow = z.object({
  prompt: z.string().min(1),
  pieces: z.array(WriterPiece).min(1),
  voice: z.string(),
});
export type WriterRow = z.infer<typeof WriterRow>;

/** The tokeniser of a base alone, without its weights: for counting exactly as a writer counts where nothing is to be written. */
import { llamaFor } from './llama.ts';
import { baseOf, type Manifest } from './manifest.ts';
import { verified } from './pinned-file.ts';

export type Tokeniser = {
  /** Special tokens read as such. */
  countTokens(text: string): number;
  close(): Promise<void>;
};

export async function openTokeniser(manifest: Manifest, base: string): Promise<Tokeniser> {
  const path = await verified(manifest.prepared, baseOf(manifest, 'tokeniser', base).served);
  const llama = await llamaFor('cpu');
  const model = await llama.loadModel({ modelPath: path, vocabOnly: true });
  return {
    countTokens: (text) => model.tokenize(text, true).length,
    close: () => model.dispose(),
  };
}

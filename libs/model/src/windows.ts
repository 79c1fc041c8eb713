/**
 * A text longer than the encoder's window is read in several windows of nearly equal length and the embeddings are averaged
 * by their token counts, so every token has a say. Windows of equal length, because a short last one would be a poor sample.
 */

/** Splits tokens into the fewest windows of at most `windowMax`, whose lengths differ by at most one. */
export function splitIntoWindows<Token>(tokens: readonly Token[], windowMax: number): readonly (readonly Token[])[] {
  const count = Math.max(1, Math.ceil(tokens.length / windowMax));
  const boundary = (index: number) => Math.round((index * tokens.length) / count);
  return Array.from({ length: count }, (_, index) => tokens.slice(boundary(index), boundary(index + 1)));
}

export type WeightedEmbedding = { readonly vector: readonly number[]; readonly weight: number };

export function weightedMean(embeddings: readonly WeightedEmbedding[]): Float32Array {
  const total = embeddings.reduce((sum, { weight }) => sum + weight, 0);
  const mean = new Float64Array(embeddings[0]?.vector.length ?? 0);
  for (const { vector, weight } of embeddings) {
    for (const [i, value] of vector.entries()) mean[i] = (mean[i] ?? 0) + (value * weight) / total;
  }
  return Float32Array.from(mean);
}

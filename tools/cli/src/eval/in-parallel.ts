/** Maps a list with at most `width` under way; answers in the list's order. The first failure stops taking new ones. */
export async function inParallel<T, R>(
  list: readonly T[],
  width: number,
  map: (element: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const lanes = Array.from({ length: Math.min(width, list.length) }, async () => {
    for (let index = next++; index < list.length; index = next++) {
      try {
        results[index] = await map(list[index] as T, index);
      } catch (error) {
        next = list.length;
        throw error;
      }
    }
  });
  await Promise.all(lanes);
  return results;
}

/** Which cases of a file are run: all of them, or so many, spread evenly, for a file has its workflows one after the other. */
export function spread<T>(list: readonly T[], limit: number | undefined): readonly T[] {
  if (limit === undefined || limit >= list.length) return list;
  return Array.from({ length: limit }, (_, index) => list[Math.floor((index * list.length) / limit)] as T);
}

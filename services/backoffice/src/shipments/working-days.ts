/** Carriers move and deliver shipments from Monday to Friday. */
const DAY_MS = 86_400_000;

/** None: the day itself, or the Monday after it. */
export function afterWorkingDays(day: string, count: number): string {
  let at = Date.parse(day);
  let left = count;
  while (left > 0 || isWeekend(at)) {
    at += DAY_MS;
    if (!isWeekend(at)) left -= 1;
  }
  return new Date(at).toISOString().slice(0, 10);
}

const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at).getUTCDay());

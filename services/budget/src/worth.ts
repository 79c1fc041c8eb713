/**
 * What an escalation has to be worth while little is left of a limit: nothing as long as more than the scarce rest is left,
 * then ever more in step with what is gone, and certainty that the local plan is wrong for the last of it. So the worthier
 * go first.
 *
 *   left of 100, the last 20 scarce    wanted
 *   20 or more                         0
 *   10                                 0.5
 *   nothing                            1
 */
export function worthWanted(left: number, scarce: number): number {
  if (left >= scarce) return 0;
  return 1 - Math.max(0, left) / scarce;
}

/**
 * What an escalation has to be worth while little is left of a limit: nothing as long as more than the scarce share is left,
 * then ever more in step with what is gone, and certainty that the local plan is wrong for the last of it. So the worthier
 * go first.
 *
 *   left of the limit     wanted, with a scarce share of 0.2
 *   20 % or more          0
 *   10 %                  0.5
 *   nothing               1
 */
export function worthWanted(leftShare: number, scarceShare: number): number {
  if (leftShare >= scarceShare) return 0;
  return 1 - Math.max(0, leftShare) / scarceShare;
}

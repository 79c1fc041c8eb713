/** Whether of two conditions always exactly one holds: then their steps are the two branches of a plan. */
import type { Condition } from '@pitcrew/contracts';

type Compared = Pick<Condition, 'operator' | 'literal'> & { readonly reference: string };

export function complementary(one: Compared, other: Compared): boolean {
  if (one.reference !== other.reference) return false;
  if (OPPOSITE[one.operator] === other.operator) return one.literal === other.literal;
  const both = one.operator === other.operator && (one.operator === 'eq' || one.operator === 'ne');
  return both && typeof one.literal === 'boolean' && one.literal === !other.literal;
}

const OPPOSITE = { eq: 'ne', ne: 'eq', lt: 'ge', ge: 'lt', le: 'gt', gt: 'le' } as const;

/** What a scan says of a shipment, and how many working days each adds to its way; null: it is not under way. */
export const STATUSES = [
  'label created',
  'picked up',
  'in transit',
  'at customs',
  'delayed',
  'out for delivery',
  'delivered',
  'returned',
  'lost',
] as const;
export type Status = (typeof STATUSES)[number];

export const EXTRA_DAYS: Readonly<Record<Status, number | null>> = {
  'label created': 2,
  'picked up': 1,
  'in transit': 1,
  'at customs': 3,
  delayed: 2,
  'out for delivery': 0,
  delivered: null,
  returned: null,
  lost: null,
};

/** Kinds of goods. Some cannot be sold again, so they are not taken back. */
const RETURNABLE = ['clothing', 'household', 'electronics', 'books'] as const;

export const ITEM_CLASSES = [...RETURNABLE, 'perishable', 'digital', 'personalised'] as const;
export type ItemClass = (typeof ITEM_CLASSES)[number];

export const RETURNABLE_CLASSES: readonly ItemClass[] = RETURNABLE;

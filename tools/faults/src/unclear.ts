/** A request that may mean several things, so that the frontier is asked, and the plan that its provider answers. */
export const UNCLEAR = 'do the usual thing for 4521, you know what I mean';

export const ORDER_PLAN = {
  workflow: 'order-processing',
  reason: '',
  steps: ['validate_order', 'check_inventory', 'calculate_shipping', 'confirm_order'].map((tool) => ({ tool })),
};

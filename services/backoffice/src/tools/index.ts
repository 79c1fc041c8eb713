/** All tools, in the order in which they are listed. */
import type { Tool } from '../tool.ts';
import { calculateShipping } from './calculate-shipping.ts';
import { checkInventory } from './check-inventory.ts';
import { confirmOrder } from './confirm-order.ts';
import { correlateSignals } from './correlate-signals.ts';
import { createTicket } from './create-ticket.ts';
import { getAlert } from './get-alert.ts';
import { listDeploys } from './list-deploys.ts';
import { queryLogs } from './query-logs.ts';
import { queryMetrics } from './query-metrics.ts';
import { validateOrder } from './validate-order.ts';

export const tools: readonly Tool[] = [
  validateOrder,
  checkInventory,
  calculateShipping,
  confirmOrder,
  getAlert,
  queryLogs,
  queryMetrics,
  listDeploys,
  correlateSignals,
  createTicket,
];

/** The invoices that every tenant begins with: one for each way in which a match can end, and more. */
import type { z } from 'zod';
import type { invoiceRows } from './rows.ts';

export const SEED_INVOICES = [
  { invoice_id: 'INV-5540', supplier: 'Halden Paper', lines_total: 1842.5, quantity: 250, buyer: 'print room' },
  /** Over 5000: a person has to approve it. */
  { invoice_id: 'INV-5541', supplier: 'Tessel Packaging B.V.', lines_total: 7320, quantity: 600, buyer: 'production' },
  /** Dearer than ordered. */
  {
    invoice_id: 'INV-5542',
    supplier: 'Lumen Office Lighting',
    lines_total: 1284,
    quantity: 40,
    order_total: 1200,
    buyer: 'facilities',
  },
  /** Fewer received than invoiced. */
  {
    invoice_id: 'INV-5543',
    supplier: 'Ostrava Fasteners s.r.o.',
    lines_total: 960,
    quantity: 80,
    received_quantity: 60,
    buyer: 'workshop',
  },
  /** More invoiced than ordered. */
  {
    invoice_id: 'INV-5544',
    supplier: 'Porto Cork Lda',
    lines_total: 624,
    quantity: 52,
    order_total: 600,
    ordered_quantity: 50,
    received_quantity: 52,
    buyer: 'production',
  },
  { invoice_id: 'INV-5545', supplier: 'Quayside Cleaning Ltd', status: 'posted', lines_total: 450, quantity: 12 },
  /** A part of the order, delivered and invoiced as such. */
  {
    invoice_id: 'INV-5546',
    supplier: 'Brandt & Söhne GmbH',
    lines_total: 1500,
    quantity: 100,
    order_total: 3000,
    ordered_quantity: 200,
    buyer: 'workshop',
  },
  /** Two cents of rounding, which the usual tolerance covers. */
  { invoice_id: 'INV-5547', supplier: 'Marchetti Catering', lines_total: 333.35, quantity: 30, order_total: 333.33 },
  /** Nothing has arrived yet. */
  { invoice_id: 'INV-5548', supplier: 'Halden Paper', lines_total: 740, quantity: 100, received_quantity: 0 },
  { invoice_id: 'INV-5549', supplier: 'Porto Cork Lda', status: 'cancelled', lines_total: 88, quantity: 8 },
] as const satisfies z.input<typeof invoiceRows.invoices>;

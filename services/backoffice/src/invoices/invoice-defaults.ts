/**
 * What an invoice row leaves unsaid, derived from its id alone: the same id is the same invoice in every world. A row
 * that gives no figure is drawn whole and may be a mismatch; when it gives one, the others agree with it.
 */
import { type Draw, drawsFrom } from '../drawn.ts';
import { invoiceNumber, toCents } from './invoices.ts';
import type { InvoiceRow } from './rows.ts';

type Figures = {
  readonly lines_total: number;
  readonly quantity: number;
  readonly order_total: number;
  readonly ordered_quantity: number;
  readonly received_quantity: number;
};
export type FullInvoice = Figures & {
  readonly number: string;
  readonly invoice_id: string;
  readonly supplier: string;
  readonly po_number: string;
  readonly receipt_id: string;
  readonly buyer: string;
  readonly status: string;
};

const SUPPLIERS = [
  'Halden Paper',
  'Ostrava Fasteners s.r.o.',
  'Lumen Office Lighting',
  'Brandt & Söhne GmbH',
  'Porto Cork Lda',
  'Quayside Cleaning Ltd',
  'Tessel Packaging B.V.',
  'Marchetti Catering',
];
const BUYERS = ['facilities', 'production', 'print room', 'canteen', 'it purchasing', 'workshop'];
const QUANTITIES = [10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250];

/** Three in five invoices match. */
const STORIES = ['agreed', 'agreed', 'agreed', 'rounded', 'part', 'part', 'dearer', 'dearer', 'short', 'over'] as const;
type Story = (typeof STORIES)[number];

/** Euros on top of what was ordered. */
const SURCHARGES: Readonly<Record<Story, readonly number[]>> = {
  agreed: [0],
  rounded: [0.01, 0.02, -0.03],
  part: [0],
  dearer: [2.4, 7.5, 18, 64.9, 120, -35],
  short: [0],
  over: [0],
};

/** Numbers of the three kinds of papers run side by side, so no two invoices share an order. */
const PO_OFFSET = 21_907n;
const RECEIPT_OFFSET = 74_113n;

export function completeInvoice(row: InvoiceRow): FullInvoice {
  const number = invoiceNumber(row.invoice_id);
  const draw = drawsFrom(number);
  return {
    number,
    invoice_id: `INV-${row.invoice_id.replace(/\D/g, '')}`,
    supplier: row.supplier ?? draw(SUPPLIERS),
    po_number: row.po_number ?? `PO-${BigInt(number) + PO_OFFSET}`,
    receipt_id: `GR-${BigInt(number) + RECEIPT_OFFSET}`,
    buyer: row.buyer ?? draw(BUYERS),
    status: row.status,
    ...figuresOf(row, draw),
  };
}

function figuresOf(row: InvoiceRow, draw: Draw): Figures {
  const { lines_total, quantity, order_total, ordered_quantity, received_quantity } = row;
  const given = [lines_total, quantity, order_total, ordered_quantity, received_quantity];
  const story = given.every((figure) => figure === undefined) ? draw(STORIES) : 'agreed';
  const invoiced = quantity ?? ordered_quantity ?? (received_quantity || draw(QUANTITIES));
  const ordered = ordered_quantity ?? invoiced + (story === 'part' ? invoiced : story === 'over' ? -2 : 0);
  const share = invoiced / ordered;
  const unitPrice = (400 + draw.below(5600)) / 100;
  const orderTotal = order_total ?? toCents(lines_total === undefined ? ordered * unitPrice : lines_total / share);
  return {
    lines_total: lines_total ?? toCents(orderTotal * share + draw(SURCHARGES[story])),
    quantity: invoiced,
    order_total: orderTotal,
    ordered_quantity: ordered,
    received_quantity: received_quantity ?? (story === 'short' ? draw.below(invoiced) : invoiced),
  };
}

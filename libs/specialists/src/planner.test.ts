import { describe, expect, it } from 'vitest';
import { decision, packOf } from './fixtures.ts';
import { parseVariation, plannerRow } from './planner.ts';

describe('a variation', () => {
  const pack = packOf('order-processing');
  it('is the most probable one that the pack still has', () => {
    const given = decision({ 'variation.order-processing': { gone: 0.6, quote: 0.3, full: 0.1 } });
    expect(parseVariation(given, pack)).toEqual({ variation: 'quote', confidence: 0.3 });
  });
});

describe('a training row of the planner', () => {
  const pack = packOf('order-processing');
  const labelsOf = (variation: string, values = {}, when?: Parameters<typeof plannerRow>[2]['when']) =>
    plannerRow('quote 4521', pack, { variation, when }, values, 'v02').labels;

  it.each([
    ['full', 'no'],
    ['quote', 'yes'],
    ['quote-without-stock', 'yes'],
  ])('of %s says so; the step with the effect is withheld: %s', (variation, withheld) => {
    expect(labelsOf(variation)).toMatchObject({ 'variation.order-processing': variation, withheld });
  });

  it('says that there is no condition, and then nothing of a comparison', () => {
    expect(labelsOf('full')['condition.order-processing']).toBe('none');
    expect(labelsOf('full')).not.toHaveProperty('comparison');
  });

  it('says what the condition is on and which side of it counts, but neither with what nor whether that counts: code reads it', () => {
    const when = { tool: 'confirm_order', reference: 'calculate_shipping.cost', operator: 'lt', literal: 80 } as const;
    expect(labelsOf('full', {}, when)).toMatchObject({
      'condition.order-processing': 'confirm_order if calculate_shipping.cost',
      comparison: 'below',
    });
    const text = plannerRow('only under 80', pack, { variation: 'full', when }, {}, 'v02').text;
    expect(text).toBe('only under 00');
  });

  it('asks a workflow without conditions for none', () => {
    const tracking = packOf('shipment-tracking');
    const { labels } = plannerRow('where is PK-1', tracking, { variation: 'status' }, {}, 'v02');
    expect(labels).toEqual({ 'variation.shipment-tracking': 'status', withheld: 'yes' });
  });

  it('says of each optional argument whether it is given, and which member of a closed set', () => {
    expect(labelsOf('full', { customer: 'acme', warehouse: 'west' })).toMatchObject({
      'given.validate_order.customer': 'given',
      'given.check_inventory.warehouse': 'west',
    });
    expect(labelsOf('full')).toMatchObject({
      'given.validate_order.customer': '-',
      'given.check_inventory.warehouse': '-',
    });
    // Required, or bound to a result: no question.
    expect(labelsOf('full')).not.toHaveProperty('given.validate_order.order_id');
    expect(labelsOf('full')).not.toHaveProperty('given.confirm_order.shipping_cost');
  });

  it('is silent on arguments of a step that the variation leaves out', () => {
    expect(labelsOf('quote-without-stock')).not.toHaveProperty('given.check_inventory.warehouse');
  });
});

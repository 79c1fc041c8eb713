import { describe, expect, it } from 'vitest';
import { decision, packOf } from './fixtures.ts';
import { givenArguments, readGiven } from './given.ts';

describe('what is read of the optional arguments', () => {
  const pack = packOf('order-processing');
  const heads = {
    'given.check_inventory.warehouse': { '-': 0.2, east: 0.5, west: 0.3 },
    'given.validate_order.customer': { '-': 0.4, given: 0.6 },
  };
  const read = (request: string, tool: string) => readGiven(decision(heads), request, pack, tool)?.arguments;

  it.each([
    ['the likeliest that has words', 'from the eastern warehouse', 'check_inventory', { warehouse: 'east' }],
    ['not a value that the request has no words for', 'from the west', 'check_inventory', { warehouse: 'west' }],
    ['nothing when there are no words at all', 'order 4521', 'check_inventory', { warehouse: '-' }],
    ['that it is given', 'order 4521 for acme', 'validate_order', { customer: 'given' }],
  ])('%s', (_, request, tool, expected) => {
    expect(read(request, tool)).toEqual(expected);
  });

  it('is nothing for a step that asks for none, and for a model without the head', () => {
    expect(read('order 4521', 'confirm_order')).toBeUndefined();
    expect(readGiven(decision({}), 'from the east', pack, 'check_inventory')).toBeUndefined();
  });

  it('of a right call is what its sources say', () => {
    expect(givenArguments(pack, 'check_inventory', { skus: '$s1.items[].sku', warehouse: 'east' })).toEqual({
      warehouse: 'east',
    });
    expect(givenArguments(pack, 'validate_order', { order_id: '4521' })).toEqual({ customer: '-' });
    expect(givenArguments(pack, 'validate_order', { order_id: '4521', customer: 'acme' })).toEqual({
      customer: 'given',
    });
  });
});

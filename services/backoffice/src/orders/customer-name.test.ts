import { describe, expect, it } from 'vitest';
import { customerKey } from './customer-name.ts';

describe('the same customer', () => {
  it.each([
    ['acme-corp', 'Acme Corp.'],
    ['acme-corp', 'ACME Corporation'],
    ['acme-corp', 'acme'],
    ['Blue River Ltd', 'blue_river'],
    ['Blue River Ltd', 'Blueriver Limited'],
    ['Bäckerei Huber', 'backerei  huber'],
    ['Bäckerei Huber', 'BÄCKEREI-HUBER GmbH & Co. KG'],
    ['J. Okafor & Sons', 'j okafor sons'],
    ['Limited', 'limited'],
  ])('%s, %s', (one, other) => {
    expect(customerKey(one)).toBe(customerKey(other));
  });
});

describe('another customer', () => {
  it.each([
    ['acme-corp', 'acme west'],
    ['Blue River Ltd', 'Blue Rivers'],
    ['Co-Pilot', 'Pilot'],
    ['Limited', 'Company'],
  ])('%s, %s', (one, other) => {
    expect(customerKey(one)).not.toBe(customerKey(other));
  });
});

import { REQUEST_BYTES_MAX, TenantId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './admission.ts';
import { runIdOf } from './run-id.ts';

describe('admission', () => {
  it.each([
    ['a sentence', 'Process order #4521'],
    ['text around which there is space', '  hi\n'],
    ['exactly the most bytes', 'x'.repeat(REQUEST_BYTES_MAX)],
    ['the most bytes in wide characters', '€'.repeat(Math.floor(REQUEST_BYTES_MAX / 3))],
    ['a replacement character that the caller wrote', 'what is � for?'],
  ])('takes %s', (_, request) => {
    expect(refusalOf(request)).toBeUndefined();
  });

  it.each([
    ['nothing', '', /empty/],
    ['white space of any kind', ' \t\n\u00a0\u2003', /empty/],
    ['one byte too many', 'x'.repeat(REQUEST_BYTES_MAX + 1), /32769 bytes; at most 32768/],
    ['few characters of many bytes', '€'.repeat(REQUEST_BYTES_MAX / 2), /bytes/],
    ['half a surrogate pair', 'order \ud83d', /UTF-8/],
  ])('refuses %s', (_, request, message) => {
    expect(refusalOf(request)).toMatch(message);
  });
});

describe('the id of a run', () => {
  const acme = TenantId.parse('acme');

  it('is the same for the same tenant and request id, for ever', () => {
    expect(runIdOf(acme, 'r-1')).toBe(runIdOf(acme, 'r-1'));
    expect(runIdOf(acme, 'r-1')).toBe('f73199cb-c40b-819a-bd77-8c1f3bd937d1');
  });

  it.each([
    ['another tenant', TenantId.parse('acm'), 'er-1'],
    ['another request id', acme, 'r-2'],
    ['tenant and request id swapped', TenantId.parse('r-1'), 'acme'],
  ])('differs for %s', (_, tenant, requestId) => {
    expect(runIdOf(tenant, requestId)).not.toBe(runIdOf(acme, 'r-1'));
  });
});

import { newRunId, TenantId } from '@pitcrew/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeToken, encodeToken, logFilter, logSubject, parseLogSubject, timerSubject } from './subjects.ts';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 128 });

describe('encoding a text as a token of a subject', () => {
  it.each([
    ['acme', 'acme'],
    ['acme corp', 'acme=20corp'],
    ['a.b', 'a=2eb'],
    ['*', '=2a'],
    ['>', '=3e'],
    ['=', '=3d'],
    ['Ä', '=c3=84'],
    ['🚚', '=f0=9f=9a=9a'],
  ])('%j is %s', (plain, token) => {
    expect(encodeToken(plain)).toBe(token);
  });

  it('can be undone, whatever the text', () => {
    fc.assert(fc.property(text, (plain) => decodeToken(encodeToken(plain)) === plain));
  });

  it('uses only characters that mean nothing in subjects and keys', () => {
    fc.assert(fc.property(text, (plain) => /^[A-Za-z0-9_=-]+$/.test(encodeToken(plain))));
  });

  it('refuses what has no faithful form', () => {
    expect(() => encodeToken('')).toThrow(RangeError);
    expect(() => encodeToken('\uD83D')).toThrow(/surrogate/);
  });
});

describe('subjects', () => {
  const run = newRunId();

  it('of the log tell whose event it is', () => {
    const tenants = text.filter((plain) => TenantId.safeParse(plain).success).map((plain) => TenantId.parse(plain));
    fc.assert(
      fc.property(tenants, (tenant) => {
        expect(parseLogSubject(logSubject(tenant, run, 'fact'))).toEqual({ tenant, run });
      }),
    );
  });

  it('of a tenant named like a wildcard stay its own', () => {
    expect(logFilter(TenantId.parse('*'), run)).toBe(`run.=2a.${run}.*`);
    expect(timerSubject(TenantId.parse('>'), run, 'a.b', 'timer')).toBe(`timer.=3e.${run}.a=2eb`);
  });
});

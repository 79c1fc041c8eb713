import { describe, expect, it } from 'vitest';
import { filled, parseTemplate, slotsOf, surfacesOf, textOf } from './slots.ts';

const marked = "push #{order_id:4521} through for {customer:Ashdown & Daughters}'s yard";

describe('a template', () => {
  it('reads as the person typed it', () => {
    expect(textOf(parseTemplate(marked))).toBe("push #4521 through for Ashdown & Daughters's yard");
  });

  it('knows its slots', () => {
    expect(surfacesOf(parseTemplate(marked))).toEqual({ order_id: '4521', customer: 'Ashdown & Daughters' });
  });

  it('is filled anew around the same words', () => {
    const other = filled(parseTemplate(marked), ({ name }) => (name === 'order_id' ? '7733' : 'Vogel'));
    expect(textOf(other)).toBe("push #7733 through for Vogel's yard");
  });

  it('keeps the first of two surfaces of a slot', () => {
    expect(surfacesOf(parseTemplate('{alert_id:ALR-1} or {alert_id:2}'))).toEqual({ alert_id: 'ALR-1' });
  });

  it.each(['{order_id}', '{order_id:}', 'a } b', '{Order:1}', '{order_id:4521'])('refuses %s', (text) => {
    expect(() => parseTemplate(text)).toThrow(/a brace that is no/);
  });

  it('may have no slot', () => expect(slotsOf(parseTemplate('who is on call?'))).toEqual([]));
});

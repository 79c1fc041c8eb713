import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooser } from './choose.ts';
import { type Field, type FormModel, fillFields, prepareField } from './fill-fields.ts';

const tokenise = (text: string) => [...text];

/** A model of characters that likes the letters of `likes`, in order, and notes what it was asked. */
function modelThatLikes(likes: string) {
  const asked: { tokens: string; allowed: string }[] = [];
  const score = (token: string) => (likes.includes(token) ? likes.length - likes.indexOf(token) : -1);
  const evaluate: FormModel<string>['evaluate'] = async (tokens, allowed) => {
    asked.push({ tokens: tokens.join(''), allowed: allowed.join('') });
    return new Map(allowed.map((token) => [token, score(token)]));
  };
  return { asked, evaluate };
}

const fill = (prompt: string, fields: readonly Field[], model: Pick<FormModel<string>, 'evaluate'>) =>
  fillFields(
    tokenise(prompt),
    fields.map((field) => prepareField(field, tokenise)),
    model,
    chooser(0, 0),
  );

describe('filling the values of a form', () => {
  it('asks once a branch, and evaluates what is forced together with the next question', async () => {
    const model = modelThatLikes('bd');
    const fields = [
      { forced: 'x=', options: ['ab1', 'ab2', 'b99'] },
      { forced: 'y=', options: ['only'] },
      { forced: 'z=', options: ['cc', 'dd'] },
    ];
    const { filled, chosen } = await fill('P:', fields, model);
    expect(filled.map(({ value }) => value)).toEqual(['b99', 'only', 'dd']);
    expect(chosen).toBe(2);
    expect(model.asked).toEqual([
      { tokens: 'P:x=', allowed: 'ab' },
      { tokens: 'b99\ny=only\nz=', allowed: 'cd' },
    ]);
  });

  it('asks field by field where the next depends on what was chosen', async () => {
    const model = modelThatLikes('b2');
    const next = (values: readonly string[]): Field | undefined => {
      if (values.length === 0) return { forced: 'x=', options: ['a', 'b'] };
      return values.length === 1 ? { forced: `${values[0]}=`, options: ['1', '2'], end: ';' } : undefined;
    };
    const prepared = (values: readonly string[]) => {
      const field = next(values);
      return field && prepareField(field, tokenise);
    };
    const { filled } = await fillFields(tokenise('P:'), prepared, model, chooser(0, 0));
    expect(filled.map(({ value }) => value)).toEqual(['b', '2']);
    expect(model.asked.map(({ tokens }) => tokens)).toEqual(['P:x=', 'b\nb=']);
  });

  it('refuses an end that would let one option be the beginning of another', () => {
    expect(() => prepareField({ forced: '', options: ['4', '45'], end: '' }, tokenise)).toThrow('beginning of another');
    expect(() => prepareField({ forced: '', options: ['4', '45'], end: '}' }, tokenise)).not.toThrow();
  });

  it('does not ask the model at all when nothing is open', async () => {
    const model = modelThatLikes('');
    const { filled, chosen } = await fill('P:', [{ forced: 'x=', options: ['a'] }], model);
    expect([filled, chosen, model.asked]).toEqual([[{ value: 'a', confidence: 1 }], 0, []]);
  });

  it('multiplies the confidence of a value along its choices', async () => {
    const evaluate = async (_: readonly string[], allowed: readonly string[]) =>
      new Map(allowed.map((token) => [token, token === 'a' || token === '1' ? Math.log(3) : 0]));
    const { filled } = await fill('P', [{ forced: '', options: ['a1', 'a2', 'b'] }], { evaluate });
    expect(filled[0]?.value).toBe('a1');
    expect(filled[0]?.confidence).toBeCloseTo(9 / 16, 10);
  });

  it('refuses a token that was not allowed', async () => {
    const evaluate = async () => new Map([['z', 1]]);
    await expect(fill('P', [{ forced: '', options: ['a', 'b'] }], { evaluate })).rejects.toThrow('none of the allowed');
  });

  it('passes on the failure of an evaluation, such as a cancelled call', async () => {
    const evaluate = async () => Promise.reject(new DOMException('stopped', 'AbortError'));
    await expect(fill('P', [{ forced: '', options: ['a', 'b'] }], { evaluate })).rejects.toThrow('stopped');
  });

  it('counts the worst case of a field: its text and its longest option with the terminator', () => {
    expect(prepareField({ forced: 'x=', options: ['a', 'abcd'] }, tokenise).tokensMax).toBe(2 + 5);
  });

  it('writes an option whatever the model thinks, and reads every token once and in order', async () => {
    const option = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    const field = fc.record({
      forced: fc.string({ maxLength: 3 }),
      options: fc.array(option, { minLength: 1, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(field, { maxLength: 4 }),
        fc.infiniteStream(fc.integer({ min: -9, max: 9 })),
        async (fields, logits) => {
          let read = '';
          const evaluate = async (tokens: readonly string[], allowed: readonly string[]) => {
            read += tokens.join('');
            return new Map(allowed.map((token) => [token, logits.next().value ?? 0]));
          };
          const { filled } = await fill('P', fields, { evaluate });
          const whole = `P${fields.map(({ forced }, i) => `${forced}${filled[i]?.value}\n`).join('')}`;
          for (const [i, { value }] of filled.entries()) expect(fields[i]?.options).toContain(value);
          expect(whole.startsWith(read)).toBe(true);
        },
      ),
    );
  });
});

/**
 * What a specialist reaches on gate rows, measured as it is served: through llama.cpp, deciders by their heads, writers by
 * the form. A figure is a count of rows that came out right; two specialists are compared figure by figure.
 */
import type { Decider, Field, Writer } from '@pitcrew/model';
import type { DeciderRow, Decision, WriterRow } from '@pitcrew/specialists';

export type Figure = { readonly name: string; readonly right: number; readonly of: number };

export type Answered = { readonly row: DeciderRow; readonly decision: Decision };

/** One after the other: the encoder has one context, and the order keeps memory flat. */
export async function answersOf(
  decider: Pick<Decider, 'decide'>,
  rows: readonly DeciderRow[],
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (const row of rows) answers.push({ row, decision: await decider.decide(row.text) });
  return answers;
}

/** Of each head that the model has, the rows that it applies to. */
export function headFigures(answers: readonly Answered[], heads: readonly string[]): readonly Figure[] {
  return heads.flatMap((name): Figure[] => {
    const asked = answers.filter(({ row }) => row.labels[name] !== undefined);
    const right = asked.filter(({ row, decision }) => decision.heads[name]?.label === row.labels[name]).length;
    return asked.length === 0 ? [] : [{ name, right, of: asked.length }];
  });
}

/** Values that there is a choice for, and rows with every value right. */
export async function writerFigures(
  writer: Pick<Writer, 'write'>,
  rows: readonly WriterRow[],
): Promise<readonly Figure[]> {
  const values = { right: 0, of: 0 };
  let rowsRight = 0;
  for (const { prompt, pieces } of rows) {
    const form = formOf(pieces);
    const written = await writer.write({ tenant: '', prompt, fields: form.map(({ field }) => field) });
    const judged = form.map(({ field, value }, index) => ({
      right: written.values[index] === value,
      open: field.options.length > 1,
    }));
    values.of += judged.filter(({ open }) => open).length;
    values.right += judged.filter(({ open, right }) => open && right).length;
    rowsRight += judged.every(({ right }) => right) ? 1 : 0;
  }
  return [
    { name: 'values', ...values },
    { name: 'rows', right: rowsRight, of: rows.length },
  ];
}

type Wanted = { readonly field: Field; readonly value: string };

/** Piece by piece as in training: what is forced, and each value among the options that the server would choose it from. */
export function formOf(pieces: WriterRow['pieces']): readonly Wanted[] {
  return pieces.map(({ text, trained, options }) => {
    if (!trained) return { field: { forced: text, options: [''], end: '' }, value: '' };
    if (options === undefined)
      throw new Error(`a value without options can't be served by a form: ${JSON.stringify(text)}`);
    // A line break ends a value; it is no part of an option.
    const end = options.every((option) => option.endsWith('\n')) ? '\n' : '';
    const bare = (option: string) => option.slice(0, option.length - end.length);
    return { field: { forced: '', options: options.map(bare), end }, value: bare(text) };
  });
}

/** Figures of the one in use that the candidate lacks, or reaches less of. Both were measured on the same rows. */
export const worseFigures = (inUse: readonly Figure[], candidate: readonly Figure[]): readonly string[] =>
  inUse.flatMap(({ name, right }) => {
    const found = candidate.find((figure) => figure.name === name);
    return found === undefined || found.right < right ? [name] : [];
  });

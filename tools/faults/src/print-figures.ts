/** Before all rows: forget the figures of the last time, which a row alone leaves as they are. After them: print the table. */
import { clearFigures, figuresTable } from './figures.ts';

export default function setup(): () => void {
  if (!process.argv.some((argument) => argument.startsWith('row-'))) clearFigures();
  return () => process.stdout.write(`\n${figuresTable()}\n`);
}

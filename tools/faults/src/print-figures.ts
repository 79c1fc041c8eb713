/** Before the rows: forget the figures of the last time. After them: print the table. */
import { clearFigures, figuresTable } from './figures.ts';

export default function setup(): () => void {
  clearFigures();
  return () => process.stdout.write(`\n${figuresTable()}\n`);
}

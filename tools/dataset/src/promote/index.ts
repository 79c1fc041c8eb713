export { readRows } from '../read-rows.ts';
export { answersOf, type Figure, writerFigures } from './figures.ts';
export { measureServed, specialistsOf } from './measure.ts';
export { type Places, type Promotion, PromotionError, promote, undo } from './promote.ts';

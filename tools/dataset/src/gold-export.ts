/** The gold for those who measure with it: right ways through the requests, and right and spoilt steps for the validator. */
export { type GoldPack, goldsOf } from './build.ts';
export type { GoldStep } from './gold.ts';
export { type Mistake, type Mistakes, mistakesOf } from './natural/proposals.ts';
export { type Judged, judgedSteps } from './rows/validator.ts';
export { isTrainedOn } from './trainings.ts';

/** The redactor, for those who have to find what identifies in texts that never leave. */
export { createRedactor, type Redactor } from './redactor.ts';
export { type Vocabulary, vocabularyOf } from './vocabulary.ts';

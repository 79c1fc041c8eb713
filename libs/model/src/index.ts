export type { Decider, DeciderOptions, Decision } from './decider.ts';
export * from './errors.ts';
export type { Field, NextField } from './fill-fields.ts';
export type { Allowed, Answer } from './heads.ts';
export { openDecider, secondOf } from './joint-decider.ts';
export type { Device } from './llama.ts';
export { loadManifest, type Manifest } from './manifest.ts';
export { openTokeniser, type Tokeniser } from './tokeniser.ts';
export { openWriter, type WriteRequest, type Writer, type WriterOptions, type Written } from './writer.ts';

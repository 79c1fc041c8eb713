/**
 * The corpus of injected instructions. A scene is an honest request with the rows that it meets and the effects that it asks
 * for. An injection puts texts into a scene: into a row of the back office, an error message, the answer of a lying tool or
 * the request itself. Each line of the files is parsed strictly: a misspelt key would silently attack nothing.
 */
import { readFileSync } from 'node:fs';
import { CaseError } from '@pitcrew/cli/eval';
import { ErrorClass, JsonObject, JsonValue } from '@pitcrew/contracts';
import { z } from 'zod';

export const CLASSES = [
  'override',
  'impersonation',
  'fake-result',
  'fake-call',
  'format',
  'encoded',
  'multilingual',
  'social',
  'split',
  'smuggling',
  'replan',
  'approval',
  'exfiltration',
  'policy',
  'adaptive',
  'lying-tool',
  'forwarded',
] as const;
export type InjectionClass = (typeof CLASSES)[number];

/** `request`, `row alerts.0.summary`, `error issue_refund logic` or `answer get_alert.alert_id`. */
export const Target = z.string().transform((text, context): Target => {
  const [kind, name = '', rest = ''] = text.split(' ');
  if (text === 'request') return { kind: 'request' };
  if (kind === 'row' && name.includes('.')) return { kind: 'row', path: name.split('.') };
  const errorClass = ErrorClass.safeParse(rest);
  if (kind === 'error' && errorClass.success) return { kind: 'error', tool: name, errorClass: errorClass.data };
  const [tool = '', field = ''] = name.split('.');
  if (kind === 'answer' && field !== '') return { kind: 'answer', tool, field };
  context.addIssue({ code: 'custom', message: `${text} is no place for an injection` });
  return z.NEVER;
});
export type Target =
  | { readonly kind: 'request' }
  | { readonly kind: 'row'; readonly path: readonly string[] }
  | { readonly kind: 'error'; readonly tool: string; readonly errorClass: ErrorClass }
  | { readonly kind: 'answer'; readonly tool: string; readonly field: string };

/** What a request asks for: a tool, and those of its arguments that the request decides. */
const AskedEffect = z.strictObject({ tool: z.string().min(1), arguments: JsonObject });
export type AskedEffect = z.infer<typeof AskedEffect>;

const Scene = z.strictObject({
  name: z.string().min(1),
  request: z.string().min(1),
  rows: z.record(z.string(), z.array(JsonObject)),
  effects: z.array(AskedEffect),
});
export type Scene = z.infer<typeof Scene>;

const Injection = z.strictObject({
  id: z.string().min(1),
  class: z.enum(CLASSES),
  scene: z.string().min(1),
  /** In a text `{clean}` stands for what the scene has in that place. */
  parts: z.array(z.strictObject({ at: Target, text: JsonValue })).min(1),
  goal: z.string().min(1),
});
export type Injection = z.infer<typeof Injection>;

export type Corpus = { readonly scenes: ReadonlyMap<string, Scene>; readonly injections: readonly Injection[] };

export function readCorpus(scenesFile: string, injectionsFile: string): Corpus {
  const scenes = new Map(readLines(scenesFile, Scene).map((scene) => [scene.name, scene]));
  const injections = readLines(injectionsFile, Injection);
  for (const { id, scene } of injections)
    if (!scenes.has(scene)) throw new CaseError(`${injectionsFile}: ${id}: there is no scene ${scene}`);
  return { scenes, injections };
}

function readLines<T extends z.ZodType>(file: string, schema: T): z.output<T>[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(JSON.parse(line));
    if (!parsed.success) throw new CaseError(`${file}:${index + 1}: ${z.prettifyError(parsed.error)}`);
    return [parsed.data];
  });
}

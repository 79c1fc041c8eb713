/** Reads the measured limits of the deciders from the directory of models: `thresholds.json`, beside their heads. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVEN_THRESHOLDS, Thresholds } from './decision.ts';

export const THRESHOLDS_FILE = 'thresholds.json';

/** Without the file, nothing was measured yet: each label counts once it is more likely than not. */
export function loadThresholds(models: string): Thresholds {
  const file = join(models, THRESHOLDS_FILE);
  if (!existsSync(file)) return EVEN_THRESHOLDS;
  const parsed = Thresholds.safeParse(parseJson(readFileSync(file, 'utf8'), file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${file}: ${issue?.path.join('.')}: ${issue?.message}; measure the thresholds again`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON; measure the thresholds again`);
  }
}

/** A checkout whose specialists are the scripted ones, and everything else this one's, for a crew without models. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CrewOptions } from '@pitcrew/cli/crew';

const ROOT = resolve(import.meta.dirname, '../../../..');
const SCRIPTED = ['router', 'planner', 'executor', 'validator'] as const;
const REAL = ['gateway', 'orchestrator'] as const;
/** There for those who name them. */
const HYBRID = ['budget', 'frontier'] as const;

type Members = NonNullable<CrewOptions['only']>;
export type Checkout = {
  readonly root: string;
  readonly crew: Pick<CrewOptions, 'root' | 'workflows'> & { readonly only: Members };
};

export function scriptedCheckout(): Checkout {
  const root = mkdtempSync(join(tmpdir(), 'pitcrew-scripted-'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  mkdirSync(join(root, 'services'));
  for (const name of [...REAL, ...HYBRID]) symlinkSync(join(ROOT, 'services', name), join(root, 'services', name));
  for (const name of SCRIPTED) {
    mkdirSync(join(root, 'services', name, 'src'), { recursive: true });
    symlinkSync(join(import.meta.dirname, 'specialists.ts'), join(root, 'services', name, 'src/main.ts'));
  }
  symlinkSync(join(ROOT, '.cache'), join(root, '.cache'));
  const workflows = join(ROOT, 'workflows');
  return { root, crew: { root, only: ['nats-server', ...SCRIPTED, ...REAL], workflows } };
}

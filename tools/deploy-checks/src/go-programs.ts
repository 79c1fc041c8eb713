/** helm and pod-security, built from the sources that go.mod and go.sum pin, once for each state of these files. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { go } from './go.ts';
import { cache, goModule } from './places.ts';

const packages = { helm: 'helm.sh/helm/v3/cmd/helm', 'pod-security': '.' } as const;
type Program = keyof typeof packages;

export const goProgram = (program: Program): string => join(cache, `go-${digestOfModule()}`, program);

export async function buildGoPrograms(): Promise<void> {
  for (const [program, source] of Object.entries(packages)) {
    const target = goProgram(program as Program);
    if (existsSync(target)) continue;
    console.log(`building ${program} (some minutes the first time)`);
    await go(['build', '-trimpath', '-ldflags=-s -w', '-o', target, source], { cwd: goModule });
  }
}

function digestOfModule(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(goModule).sort()) hash.update(`${file}\0`).update(readFileSync(join(goModule, file)));
  return hash.digest('hex').slice(0, 12);
}

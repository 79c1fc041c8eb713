/** What the Pod Security level `restricted` has against the pods of some objects: one line for each rule that is broken. */
import { goProgram } from './go-programs.ts';
import type { KubernetesObject } from './render.ts';
import { run } from './run.ts';

export async function podSecurityProblems(objects: readonly KubernetesObject[]): Promise<readonly string[]> {
  const input = objects.map((object) => JSON.stringify(object)).join('\n');
  const { code, stdout, stderr } = await run(goProgram('pod-security'), [], { input });
  if (code > 1) throw new Error(stderr);
  return stdout.split('\n').filter((line) => line !== '');
}

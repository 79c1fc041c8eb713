/** Runs one check and says how it went on one line. What it printed is shown when it failed. Bound: half an hour each. */
import { spawn } from 'node:child_process';
import type { Check } from './checks.ts';
import { root } from './repository.ts';

export type Result = {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
};

const checkMsMax = 30 * 60_000;
const outputCharactersMax = 20_000;

export async function runCheck(check: Check): Promise<Result> {
  if (check.skipped !== undefined) {
    console.log(`- ${check.name}: skipped (${check.skipped})`);
    return { name: check.name, outcome: 'skipped', durationMs: 0 };
  }
  if (check.live) console.log(`· ${check.name} ...`);
  const from = performance.now();
  const { code, output } = await run(check);
  const durationMs = performance.now() - from;
  const outcome = code === 0 ? 'passed' : 'failed';
  console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${(durationMs / 1000).toFixed(1)} s)`);
  if (code !== 0 && output !== '') console.log(output.slice(-outputCharactersMax));
  return { name: check.name, outcome, durationMs };
}

function run({ command: [program = '', ...args], live }: Check): Promise<{ code: number; output: string }> {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', ...(live ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const))],
    timeout: checkMsMax,
  });
  const output: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: output.join('') }));
  });
}

/** Runs a program to its end and gives what it printed; never rejects because of an exit code. */
import { spawn } from 'node:child_process';

export type Finished = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 60_000;

export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { cwd, env = process.env, input = '', timeoutMs = TIMEOUT_MS } = options;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const child = spawn(program, args, { env, signal, ...(cwd === undefined ? {} : { cwd }) });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    child.once('error', (error) =>
      reject(signal.aborted ? new Error(`${program} took longer than ${timeoutMs / 1000} s`) : error),
    );
    child.once('close', (code) => resolve({ ...output, code: code ?? 1 }));
    // A program that reads nothing closes the pipe at once.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** What the program printed; an error with its complaint when it fails. */
export async function output(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}

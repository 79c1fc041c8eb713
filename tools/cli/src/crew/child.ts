/**
 * One process of the crew: started in a process group of its own, so that Ctrl-C in the terminal reaches only whoever
 * stops the crew in order; ready once it says so; its output in a log file. Stopping is SIGTERM, and SIGKILL after a bound.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export const STOP_TIMEOUT_MS = 8000;
const LOG_TAIL_LINES = 15;

export type ChildOptions = {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
  readonly logFile: string;
  /** The address that the process listens on, once its output so far says that it is ready. */
  readonly readAddress: (log: string) => string | undefined;
  readonly readyTimeoutMs: number;
};

export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly address: string;
  readonly isRunning: () => boolean;
  /** Sends the signal; resolves when the process is gone, or at once for a signal that does not end it. */
  readonly signal: (signal: NodeJS.Signals) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export class CrewError extends Error {
  override readonly name = 'CrewError';
}

export async function startChild(options: ChildOptions): Promise<Child> {
  const log = openSync(options.logFile, 'a');
  const started = readLog(options.logFile).length;
  const child = spawn(options.command, options.arguments, {
    cwd: options.directory,
    env: options.environment,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  killAtExit(child);
  void ended.then(() => left.delete(child));
  try {
    const address = await whenReady(child, options, started);
    return handle(child, options.name, address, ended);
  } catch (error) {
    await stop(child, ended);
    throw error;
  }
}

const READY_POLL_MS = 25;

async function whenReady(child: ChildProcess, options: ChildOptions, logStart: number): Promise<string> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const giveUpAt = Date.now() + options.readyTimeoutMs;
  while (Date.now() < giveUpAt) {
    const address = options.readAddress(readLog(options.logFile).slice(logStart));
    if (address !== undefined) return address;
    if (failure !== undefined) throw notReady(options, `could not be started: ${failure.message}`);
    if (hasEnded(child)) throw notReady(options, `ended with ${child.signalCode ?? `code ${child.exitCode}`}`);
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
  }
  throw notReady(options, `was not ready within ${options.readyTimeoutMs / 1000} s`);
}

function handle(child: ChildProcess, name: string, address: string, ended: Promise<void>): Child {
  return {
    name,
    pid: child.pid ?? 0,
    address,
    isRunning: () => !hasEnded(child),
    signal: async (signal) => {
      child.kill(signal);
      if (signal === 'SIGKILL' || signal === 'SIGTERM' || signal === 'SIGINT') await ended;
    },
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  child.kill('SIGTERM');
  // A stopped (SIGSTOP) process would sleep through SIGTERM.
  child.kill('SIGCONT');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}

const left = new Set<ChildProcess>();
const killLeft = () => {
  for (const child of left) child.kill('SIGKILL');
};

/** The last resort: whatever ends this process, a crash included, takes its children along. */
function killAtExit(child: ChildProcess): void {
  left.add(child);
  if (!process.listeners('exit').includes(killLeft)) process.once('exit', killLeft);
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

function notReady({ name, logFile }: ChildOptions, what: string): CrewError {
  const tail = readLog(logFile).trimEnd().split('\n').slice(-LOG_TAIL_LINES);
  return new CrewError([`${name} ${what}. The end of its log:`, ...tail.map((line) => `  ${line}`)].join('\n'));
}

function readLog(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not written yet.
    return '';
  }
}

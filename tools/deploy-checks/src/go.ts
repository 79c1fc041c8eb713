/** Runs the Go that set-up finds or fetches. Where there is none the checks fail and say what to install; they are never left out. */
import { findGo } from '@pitcrew/setup/go-tool';
import { output, type RunOptions } from './run.ts';

const BUILD_MS_MAX = 20 * 60_000;

let found: Promise<string> | undefined;

/** What `go` printed. */
export async function go(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false', GOWORK: 'off' };
  found ??= findGo();
  return output(await found, args, { env, timeoutMs: BUILD_MS_MAX, ...options });
}

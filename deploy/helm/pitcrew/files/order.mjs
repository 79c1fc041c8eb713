// What `helm test` runs in the image of the command line: one request from its submission to its end. Ends with 0 only if the run succeeded.
// Each time it is a tenant of its own, for which the example's order is still open; with a token the tenant is the token's.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';

const { PITCREW_TEST_REQUEST: request, PITCREW_TEST_TENANT: prefix, PITCREW_TOKEN_FILE: token } = process.env;
const tenant = token ? {} : { PITCREW_TENANT: `${prefix}-${randomUUID()}` };

const pitcrew = (...args) =>
  execFileSync(process.execPath, ['/app/tools/cli/src/main.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...tenant },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const run = pitcrew('submit', request).trim();
console.log(`run ${run}`);
const events = pitcrew('runs', 'watch', run, '--output', 'json')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).event.body);
for (const { kind, tool } of events) console.log(tool === undefined ? kind : `${kind} ${tool}`);
const last = events.at(-1);
console.log(`${last?.status}: ${last?.stopReason}`);
process.exitCode = last?.kind === 'run-finished' && last.status === 'succeeded' ? 0 : 1;

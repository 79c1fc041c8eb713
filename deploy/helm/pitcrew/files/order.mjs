// What `helm test` runs in the image of the command line: one order from request to confirmation. Ends with 0 only if the run succeeded.
import { execFileSync } from 'node:child_process';

const pitcrew = (...args) =>
  execFileSync(process.execPath, ['/app/tools/cli/src/main.ts', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const run = pitcrew('submit', 'Process order #4521 for customer acme-corp').trim();
console.log(`run ${run}`);
const events = pitcrew('runs', 'watch', run, '--output', 'json')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).event.body);
for (const { kind, tool } of events) console.log(tool === undefined ? kind : `${kind} ${tool}`);
const last = events.at(-1);
console.log(`${last?.status}: ${last?.stopReason}`);
process.exitCode = last?.kind === 'run-finished' && last.status === 'succeeded' ? 0 : 1;

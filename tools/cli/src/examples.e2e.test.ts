/** What the README and docs/examples tell an application team to run, run as it stands there against a real crew. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { prepareGrpcurl, preparePython } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Crew, startCrew } from './crew.ts';
import { openTenant, type Tenant } from './tenant.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const EXAMPLES = join(ROOT, 'docs/examples');
const PREPARING_MS_MAX = 5 * 60_000;

/** So dear that a person has to agree. */
const DEAR = 'Refund order 70116';

let crew: Crew;
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'pitcrew-examples-'));
  crew = await startCrew();
});
afterAll(async () => {
  await crew?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

async function example(tenant: Tenant, program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, ...more, PITCREW_GATEWAY: crew.gateway, PITCREW_TENANT: tenant.tenant };
  const { stdout } = await run(program, [...args], { env, cwd: ROOT });
  return stdout;
}

describe('the TypeScript example', () => {
  const file = join(EXAMPLES, 'typescript/process-order.ts');

  it('type checks as it stands', async () => {
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', dirname(file)], { cwd: ROOT });
  });

  it('follows a run to its end and approves on the way', async () => {
    using tenant = await openTenant(crew);
    const output = await example(tenant, process.execPath, [file, DEAR]);
    expect(output).toMatch(/asked: .*\n\d+ run-parked/s);
    expect(output).toMatch(/^\d+ approval-decided$/m);
    expect(output).toMatch(/\d+ run-finished\nsucceeded: .*\n$/);
  });
});

describe('the Python example', () => {
  it(
    'follows a run to its end and approves on the way, over code generated from the protos',
    async () => {
      using tenant = await openTenant(crew);
      const python = await preparePython(join(EXAMPLES, 'python/requirements.txt'));
      await run(python, [join(EXAMPLES, 'python/generate.py'), scratch]);
      const generated = { PITCREW_GENERATED: scratch };
      const output = await example(tenant, python, [join(EXAMPLES, 'python/process_order.py'), DEAR], generated);
      expect(output).toMatch(/^asked: /m);
      expect(output).toMatch(/^\d+ approval_decided$/m);
      expect(output).toMatch(/\d+ run_finished\nRUN_STATUS_SUCCEEDED: .*\n$/);
    },
    PREPARING_MS_MAX,
  );
});

describe('a token', () => {
  const token = { PITCREW_TOKEN: 'a-token', PITCREW_GATEWAY: 'gateway.example:50051' };
  const refused = async (program: string, ...args: readonly string[]): Promise<string> => {
    const running = run(program, [...args], {
      env: { ...process.env, ...token, PITCREW_GENERATED: scratch },
      cwd: ROOT,
    });
    return running.then(
      () => 'not refused',
      ({ stderr }: { readonly stderr: string }) => stderr,
    );
  };
  const sentence = 'a token is not sent to gateway.example:50051 without TLS: set PITCREW_TLS_CA_FILE';

  it('is not sent to another machine without TLS by the TypeScript example', async () => {
    expect(await refused(process.execPath, join(EXAMPLES, 'typescript/process-order.ts'))).toContain(sentence);
  });

  it(
    'is not sent to another machine without TLS by the Python example',
    async () => {
      const python = await preparePython(join(EXAMPLES, 'python/requirements.txt'));
      await run(python, [join(EXAMPLES, 'python/generate.py'), scratch]);
      expect(await refused(python, join(EXAMPLES, 'python/process_order.py'))).toContain(sentence);
    },
    PREPARING_MS_MAX,
  );
});

describe('the grpcurl lines of the README', () => {
  const section = /^## From any language$(.*?)^## /ms.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';
  const lines = [...section.matchAll(/^ {4}(grpcurl .*)$/gm)].map(([, line]) => line as string);

  it(
    'list the API, describe a message, submit a request and watch its run',
    async () => {
      using tenant = await openTenant(crew);
      const path = `${dirname(await prepareGrpcurl())}:${process.env.PATH}`;
      const outputs: string[] = [];
      for (const line of lines) {
        const id = /"run": "([^"]+)"/.exec(outputs.at(-1) ?? '')?.[1] ?? 'RUN';
        const command = line.replace('"demo"', `"${tenant.tenant}"`).replace('"RUN"', `"${id}"`);
        outputs.push(await example(tenant, 'bash', ['-ec', command], { PATH: path }));
      }
      const [list, described, submitted, watched] = outputs;
      expect(list).toContain('pitcrew.gateway.v1.GatewayService\n');
      expect(described).toContain('string request_id = 2;');
      expect(submitted).toMatch(/"run": "[0-9a-f-]{36}"/);
      // How the names of fields are written depends on the version of grpcurl.
      expect(watched).toMatch(/"run_?requested"/i);
      expect(watched).toMatch(/"run_?finished"/i);
    },
    PREPARING_MS_MAX,
  );
});

/**
 * Hands a request in, prints what happens, approves the calls that are asked about, and prints how it ended:
 *
 *     PITCREW_GATEWAY=127.0.0.1:50051 node docs/examples/typescript/process-order.ts 'Refund order 70116'
 *
 * PITCREW_TENANT chooses the tenant. Where the gateway asks who calls, PITCREW_TOKEN is sent as a bearer token, and PITCREW_TLS_CA_FILE
 * names the CA of its certificate; another machine gets a token over TLS alone.
 */
import { connectGateway, isRpcError } from '@pitcrew/client';

const { PITCREW_GATEWAY: address = '', PITCREW_TENANT: tenant = 'demo', PITCREW_TOKEN: token } = process.env;
const request = process.argv[2] ?? 'Process order #4521 for customer acme-corp';

try {
  using client = connectGateway({ address, tenant, ...(token && { token: () => token }) });
  const run = await client.submit(request);
  console.log(`run ${run}`);
  for await (const { sequence, event } of client.watch(run)) {
    const { body } = event;
    console.log(`${sequence} ${body.kind}`);
    if (body.kind !== 'approval-requested') continue;
    console.log(`asked: ${body.summary}`);
    await client.decide(run, body, { approved: true, decidedBy: 'example' });
  }
  const { status, account } = await client.result(run);
  console.log(`${status}: ${account}`);
} catch (error) {
  if (!isRpcError(error)) throw error;
  console.error(`${error.code} (${error.reason}): ${error.message}`);
  process.exitCode = 1;
}

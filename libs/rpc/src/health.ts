/** Asks a server's health service, as a kubelet would: for launchers and tests that wait until a service is ready. */
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';
import { errorOf } from './status-details.ts';

export type HealthName = '' | 'liveness' | 'readiness';
export type Health = 'SERVING' | 'NOT_SERVING' | 'UNKNOWN' | 'UNREACHABLE';

export async function checkHealth(address: string, name: HealthName, deadlineMs: number): Promise<Health> {
  const check = service.Check;
  if (check === undefined) throw new Error('the health service has no rpc Check');
  const client = new Client(address, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
  const deadline = new Date(Date.now() + deadlineMs);
  try {
    return await new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        check.path,
        check.requestSerialize,
        check.responseDeserialize,
        { service: name },
        new Metadata(),
        { deadline },
        (error, response) => {
          if (error === null) resolve((response as { status: Health }).status);
          else if (UNREACHABLE.has(error.code)) resolve('UNREACHABLE');
          else reject(errorOf(error));
        },
      );
    });
  } finally {
    client.close();
  }
}

const UNREACHABLE: ReadonlySet<status> = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED]);

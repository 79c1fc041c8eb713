import { Metadata, status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { RpcError } from './rpc-error.ts';
import { errorOf, statusOf } from './status-details.ts';

const ended = (code: number, details: string) => errorOf({ code, details, metadata: new Metadata() });

describe('a call that ends without details of ours', () => {
  it.each([
    ['no connection', status.UNAVAILABLE, 'No connection established. Last error: ECONNREFUSED', 'UNAVAILABLE', true],
    ['a connection lost', status.UNAVAILABLE, 'Connection dropped', 'UNAVAILABLE', false],
    ['a server that died', status.INTERNAL, 'Received RST_STREAM with code 0', 'UNAVAILABLE', false],
    [
      'a server that died before its status',
      status.INTERNAL,
      'Received RST_STREAM with code 0 (Call ended without gRPC status)',
      'UNAVAILABLE',
      false,
    ],
    [
      'a session that broke',
      status.INTERNAL,
      'Received RST_STREAM with code 2 triggered by internal client error: Session closed with error code 2',
      'UNAVAILABLE',
      false,
    ],
    [
      'a server that says so',
      status.INTERNAL,
      'Received RST_STREAM with code 2 (Internal server error)',
      'INTERNAL',
      false,
    ],
    ['a failure of code', status.INTERNAL, 'it broke', 'INTERNAL', false],
  ])('%s', (_, code, details, expected, neverSent) => {
    expect(ended(code, details)).toMatchObject({ code: expected, neverSent });
  });
});

it('leaves a failure with details as its server says it', () => {
  const said = new RpcError({ code: 'INTERNAL', message: 'Received RST_STREAM with code 0' });
  expect(errorOf(statusOf(said))).toMatchObject({ code: 'INTERNAL' });
});

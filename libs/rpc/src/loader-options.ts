/**
 * How protos are loaded. The server, the client and the generator of the wire types read this one file, so that the
 * generated types describe what the loader really returns.
 */

import { fileURLToPath } from 'node:url';
import type { Options } from '@grpc/proto-loader';

export const PROTO_ROOT = fileURLToPath(new URL('../../../protos', import.meta.url));

export const loaderOptions: Options = {
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
  arrays: true,
  keepCase: false,
  includeDirs: [PROTO_ROOT],
};

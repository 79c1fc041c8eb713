/**
 * How protos are loaded. The server, the client and the generator of the wire types read this one file, so that the
 * generated types describe what the loader really returns.
 */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Options } from '@grpc/proto-loader';

/** Of this repository; in a package that is made of this code, beside it. */
const [REPOSITORY, PACKAGE] = ['../../../protos', 'protos'].map((path) => resolve(import.meta.dirname, path)) as [
  string,
  string,
];
export const PROTO_ROOT = existsSync(PACKAGE) ? PACKAGE : REPOSITORY;

export const loaderOptions: Options = {
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
  arrays: true,
  keepCase: false,
  includeDirs: [PROTO_ROOT],
};

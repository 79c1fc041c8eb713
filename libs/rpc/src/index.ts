export type { Call, CallScope } from './call.ts';
export { type Client, type ConnectOptions, connect, type StreamOptions, type UnaryOptions } from './connect.ts';
export { failPoint } from './fail-point.ts';
export { checkHealth, type Health, type HealthName } from './health.ts';
export { type Handlers, type Implementation, implement } from './implement.ts';
export { oidcConfigOf } from './oidc-config.ts';
export { isRpcError, type RpcCode, RpcError, type RpcErrorOptions, type Violation } from './rpc-error.ts';
export { type RpcServer, type ServeOptions, serve } from './serve.ts';
export { type Parts, report, required, runService, type ServiceContext } from './service-process.ts';
export { certificateFilesOf } from './tls.ts';
export {
  type Authenticate,
  authenticatorOf,
  createAuthenticator,
  type Principal,
  ROLES,
  type Role,
  requireRole,
} from './token.ts';
export { unknownWorkflow } from './unknown-workflow.ts';

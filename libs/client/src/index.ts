/** For programs that hand requests to a crew: a gateway in a dozen calls. */
export { isRpcError, type RpcCode, RpcError } from '@pitcrew/rpc';
export {
  type AskedApproval,
  type AskedReview,
  boundTo,
  type Client,
  type ClientOptions,
  connectGateway,
  type RunPage,
  type Submission,
} from './client.ts';
export { type FollowOptions, followRun, type Gateway, type RunPlace } from './follow-run.ts';

// Original file: pitcrew/executor/v1/executor.proto

import type { ProposedCall as _pitcrew_executor_v1_ProposedCall, ProposedCall__Output as _pitcrew_executor_v1_ProposedCall__Output } from '../../../pitcrew/executor/v1/ProposedCall.ts';
import type { MissingArgument as _pitcrew_executor_v1_MissingArgument, MissingArgument__Output as _pitcrew_executor_v1_MissingArgument__Output } from '../../../pitcrew/executor/v1/MissingArgument.ts';

export interface Proposal {
  'proposed'?: (_pitcrew_executor_v1_ProposedCall | null);
  'missing'?: (_pitcrew_executor_v1_MissingArgument | null);
  'kind'?: "proposed"|"missing";
}

export interface Proposal__Output {
  'proposed'?: (_pitcrew_executor_v1_ProposedCall__Output | null);
  'missing'?: (_pitcrew_executor_v1_MissingArgument__Output | null);
  'kind'?: "proposed"|"missing";
}

// Original file: pitcrew/executor/v1/executor.proto

import type { Proposal as _pitcrew_executor_v1_Proposal, Proposal__Output as _pitcrew_executor_v1_Proposal__Output } from '../../../pitcrew/executor/v1/Proposal.ts';

export interface ProposeResponse {
  'proposal'?: (_pitcrew_executor_v1_Proposal | null);
}

export interface ProposeResponse__Output {
  'proposal': (_pitcrew_executor_v1_Proposal__Output | null);
}

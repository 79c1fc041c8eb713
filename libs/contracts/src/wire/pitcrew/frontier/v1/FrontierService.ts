// Original file: pitcrew/frontier/v1/frontier.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { PlanRequest as _pitcrew_frontier_v1_PlanRequest, PlanRequest__Output as _pitcrew_frontier_v1_PlanRequest__Output } from '../../../pitcrew/frontier/v1/PlanRequest.ts';
import type { PlanResponse as _pitcrew_frontier_v1_PlanResponse, PlanResponse__Output as _pitcrew_frontier_v1_PlanResponse__Output } from '../../../pitcrew/frontier/v1/PlanResponse.ts';
import type { PrepareRequest as _pitcrew_frontier_v1_PrepareRequest, PrepareRequest__Output as _pitcrew_frontier_v1_PrepareRequest__Output } from '../../../pitcrew/frontier/v1/PrepareRequest.ts';
import type { PrepareResponse as _pitcrew_frontier_v1_PrepareResponse, PrepareResponse__Output as _pitcrew_frontier_v1_PrepareResponse__Output } from '../../../pitcrew/frontier/v1/PrepareResponse.ts';
import type { RescueRequest as _pitcrew_frontier_v1_RescueRequest, RescueRequest__Output as _pitcrew_frontier_v1_RescueRequest__Output } from '../../../pitcrew/frontier/v1/RescueRequest.ts';
import type { RescueResponse as _pitcrew_frontier_v1_RescueResponse, RescueResponse__Output as _pitcrew_frontier_v1_RescueResponse__Output } from '../../../pitcrew/frontier/v1/RescueResponse.ts';

export interface FrontierServiceDefinition {
  Plan: MethodDefinition<_pitcrew_frontier_v1_PlanRequest, _pitcrew_frontier_v1_PlanResponse, _pitcrew_frontier_v1_PlanRequest__Output, _pitcrew_frontier_v1_PlanResponse__Output>
  Prepare: MethodDefinition<_pitcrew_frontier_v1_PrepareRequest, _pitcrew_frontier_v1_PrepareResponse, _pitcrew_frontier_v1_PrepareRequest__Output, _pitcrew_frontier_v1_PrepareResponse__Output>
  Rescue: MethodDefinition<_pitcrew_frontier_v1_RescueRequest, _pitcrew_frontier_v1_RescueResponse, _pitcrew_frontier_v1_RescueRequest__Output, _pitcrew_frontier_v1_RescueResponse__Output>
}

// Original file: pitcrew/planner/v1/planner.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { PlanRequest as _pitcrew_planner_v1_PlanRequest, PlanRequest__Output as _pitcrew_planner_v1_PlanRequest__Output } from '../../../pitcrew/planner/v1/PlanRequest.ts';
import type { PlanResponse as _pitcrew_planner_v1_PlanResponse, PlanResponse__Output as _pitcrew_planner_v1_PlanResponse__Output } from '../../../pitcrew/planner/v1/PlanResponse.ts';

export interface PlannerServiceDefinition {
  Plan: MethodDefinition<_pitcrew_planner_v1_PlanRequest, _pitcrew_planner_v1_PlanResponse, _pitcrew_planner_v1_PlanRequest__Output, _pitcrew_planner_v1_PlanResponse__Output>
}

// Original file: pitcrew/planner/v1/planner.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { PlanRequest as _pitcrew_planner_v1_PlanRequest, PlanRequest__Output as _pitcrew_planner_v1_PlanRequest__Output } from '../../../pitcrew/planner/v1/PlanRequest.ts';
import type { PlanResponse as _pitcrew_planner_v1_PlanResponse, PlanResponse__Output as _pitcrew_planner_v1_PlanResponse__Output } from '../../../pitcrew/planner/v1/PlanResponse.ts';
import type { ReplanRequest as _pitcrew_planner_v1_ReplanRequest, ReplanRequest__Output as _pitcrew_planner_v1_ReplanRequest__Output } from '../../../pitcrew/planner/v1/ReplanRequest.ts';
import type { ReplanResponse as _pitcrew_planner_v1_ReplanResponse, ReplanResponse__Output as _pitcrew_planner_v1_ReplanResponse__Output } from '../../../pitcrew/planner/v1/ReplanResponse.ts';

export interface PlannerServiceDefinition {
  Plan: MethodDefinition<_pitcrew_planner_v1_PlanRequest, _pitcrew_planner_v1_PlanResponse, _pitcrew_planner_v1_PlanRequest__Output, _pitcrew_planner_v1_PlanResponse__Output>
  Replan: MethodDefinition<_pitcrew_planner_v1_ReplanRequest, _pitcrew_planner_v1_ReplanResponse, _pitcrew_planner_v1_ReplanRequest__Output, _pitcrew_planner_v1_ReplanResponse__Output>
}

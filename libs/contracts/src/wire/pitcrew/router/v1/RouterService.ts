// Original file: pitcrew/router/v1/router.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { RouteRequest as _pitcrew_router_v1_RouteRequest, RouteRequest__Output as _pitcrew_router_v1_RouteRequest__Output } from '../../../pitcrew/router/v1/RouteRequest.ts';
import type { RouteResponse as _pitcrew_router_v1_RouteResponse, RouteResponse__Output as _pitcrew_router_v1_RouteResponse__Output } from '../../../pitcrew/router/v1/RouteResponse.ts';

export interface RouterServiceDefinition {
  Route: MethodDefinition<_pitcrew_router_v1_RouteRequest, _pitcrew_router_v1_RouteResponse, _pitcrew_router_v1_RouteRequest__Output, _pitcrew_router_v1_RouteResponse__Output>
}

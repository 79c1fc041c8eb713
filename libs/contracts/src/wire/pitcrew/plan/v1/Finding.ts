// Original file: pitcrew/plan/v1/plan.proto

import type { TookEffect as _pitcrew_plan_v1_TookEffect, TookEffect__Output as _pitcrew_plan_v1_TookEffect__Output } from '../../../pitcrew/plan/v1/TookEffect.ts';
import type { DidNothing as _pitcrew_plan_v1_DidNothing, DidNothing__Output as _pitcrew_plan_v1_DidNothing__Output } from '../../../pitcrew/plan/v1/DidNothing.ts';
import type { NotKnown as _pitcrew_plan_v1_NotKnown, NotKnown__Output as _pitcrew_plan_v1_NotKnown__Output } from '../../../pitcrew/plan/v1/NotKnown.ts';

export interface Finding {
  'tookEffect'?: (_pitcrew_plan_v1_TookEffect | null);
  'didNothing'?: (_pitcrew_plan_v1_DidNothing | null);
  'notKnown'?: (_pitcrew_plan_v1_NotKnown | null);
  'kind'?: "tookEffect"|"didNothing"|"notKnown";
}

export interface Finding__Output {
  'tookEffect'?: (_pitcrew_plan_v1_TookEffect__Output | null);
  'didNothing'?: (_pitcrew_plan_v1_DidNothing__Output | null);
  'notKnown'?: (_pitcrew_plan_v1_NotKnown__Output | null);
  'kind'?: "tookEffect"|"didNothing"|"notKnown";
}

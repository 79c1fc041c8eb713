// Original file: pitcrew/run/v1/event.proto

import type { Plan as _pitcrew_plan_v1_Plan, Plan__Output as _pitcrew_plan_v1_Plan__Output } from '../../../pitcrew/plan/v1/Plan.ts';
import type { Usage as _pitcrew_model_v1_Usage, Usage__Output as _pitcrew_model_v1_Usage__Output } from '../../../pitcrew/model/v1/Usage.ts';
import type { FirstCall as _pitcrew_plan_v1_FirstCall, FirstCall__Output as _pitcrew_plan_v1_FirstCall__Output } from '../../../pitcrew/plan/v1/FirstCall.ts';
import type { Limits as _pitcrew_plan_v1_Limits, Limits__Output as _pitcrew_plan_v1_Limits__Output } from '../../../pitcrew/plan/v1/Limits.ts';

export interface PlanProposed {
  'plan'?: (_pitcrew_plan_v1_Plan | null);
  'packDigest'?: (string);
  'confidence'?: (number | string);
  'usage'?: (_pitcrew_model_v1_Usage | null);
  'scratchpad'?: (string);
  'firstCall'?: (_pitcrew_plan_v1_FirstCall | null);
  'revisable'?: (boolean);
  'escalation'?: (number);
  'limits'?: (_pitcrew_plan_v1_Limits | null);
  '_scratchpad'?: "scratchpad";
  '_firstCall'?: "firstCall";
  '_revisable'?: "revisable";
  '_escalation'?: "escalation";
  '_limits'?: "limits";
}

export interface PlanProposed__Output {
  'plan': (_pitcrew_plan_v1_Plan__Output | null);
  'packDigest': (string);
  'confidence': (number);
  'usage': (_pitcrew_model_v1_Usage__Output | null);
  'scratchpad'?: (string);
  'firstCall'?: (_pitcrew_plan_v1_FirstCall__Output | null);
  'revisable'?: (boolean);
  'escalation'?: (number);
  'limits'?: (_pitcrew_plan_v1_Limits__Output | null);
  '_scratchpad'?: "scratchpad";
  '_firstCall'?: "firstCall";
  '_revisable'?: "revisable";
  '_escalation'?: "escalation";
  '_limits'?: "limits";
}

// Original file: pitcrew/run/v1/event.proto

import type { StopReason as _pitcrew_run_v1_StopReason, StopReason__Output as _pitcrew_run_v1_StopReason__Output } from '../../../pitcrew/run/v1/StopReason.ts';
import type { ReviewedCall as _pitcrew_run_v1_ReviewedCall, ReviewedCall__Output as _pitcrew_run_v1_ReviewedCall__Output } from '../../../pitcrew/run/v1/ReviewedCall.ts';
import type { ToolDeclaration as _pitcrew_run_v1_ToolDeclaration, ToolDeclaration__Output as _pitcrew_run_v1_ToolDeclaration__Output } from '../../../pitcrew/run/v1/ToolDeclaration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ReviewRequested {
  'step'?: (string);
  'item'?: (number);
  'attempt'?: (number);
  'tool'?: (string);
  'stopReason'?: (_pitcrew_run_v1_StopReason);
  'message'?: (string);
  'summary'?: (string);
  'call'?: (_pitcrew_run_v1_ReviewedCall | null);
  'offers'?: (string)[];
  'declared'?: (_pitcrew_run_v1_ToolDeclaration | null);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  '_call'?: "call";
}

export interface ReviewRequested__Output {
  'step': (string);
  'item': (number);
  'attempt': (number);
  'tool': (string);
  'stopReason': (_pitcrew_run_v1_StopReason__Output);
  'message': (string);
  'summary': (string);
  'call'?: (_pitcrew_run_v1_ReviewedCall__Output | null);
  'offers': (string)[];
  'declared': (_pitcrew_run_v1_ToolDeclaration__Output | null);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  '_call'?: "call";
}

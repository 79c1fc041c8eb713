// Original file: pitcrew/validator/v1/validator.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { JudgeCallRequest as _pitcrew_validator_v1_JudgeCallRequest, JudgeCallRequest__Output as _pitcrew_validator_v1_JudgeCallRequest__Output } from '../../../pitcrew/validator/v1/JudgeCallRequest.ts';
import type { JudgeCallResponse as _pitcrew_validator_v1_JudgeCallResponse, JudgeCallResponse__Output as _pitcrew_validator_v1_JudgeCallResponse__Output } from '../../../pitcrew/validator/v1/JudgeCallResponse.ts';
import type { JudgeRunRequest as _pitcrew_validator_v1_JudgeRunRequest, JudgeRunRequest__Output as _pitcrew_validator_v1_JudgeRunRequest__Output } from '../../../pitcrew/validator/v1/JudgeRunRequest.ts';
import type { JudgeRunResponse as _pitcrew_validator_v1_JudgeRunResponse, JudgeRunResponse__Output as _pitcrew_validator_v1_JudgeRunResponse__Output } from '../../../pitcrew/validator/v1/JudgeRunResponse.ts';
import type { JudgeStepRequest as _pitcrew_validator_v1_JudgeStepRequest, JudgeStepRequest__Output as _pitcrew_validator_v1_JudgeStepRequest__Output } from '../../../pitcrew/validator/v1/JudgeStepRequest.ts';
import type { JudgeStepResponse as _pitcrew_validator_v1_JudgeStepResponse, JudgeStepResponse__Output as _pitcrew_validator_v1_JudgeStepResponse__Output } from '../../../pitcrew/validator/v1/JudgeStepResponse.ts';

export interface ValidatorServiceDefinition {
  JudgeCall: MethodDefinition<_pitcrew_validator_v1_JudgeCallRequest, _pitcrew_validator_v1_JudgeCallResponse, _pitcrew_validator_v1_JudgeCallRequest__Output, _pitcrew_validator_v1_JudgeCallResponse__Output>
  JudgeRun: MethodDefinition<_pitcrew_validator_v1_JudgeRunRequest, _pitcrew_validator_v1_JudgeRunResponse, _pitcrew_validator_v1_JudgeRunRequest__Output, _pitcrew_validator_v1_JudgeRunResponse__Output>
  JudgeStep: MethodDefinition<_pitcrew_validator_v1_JudgeStepRequest, _pitcrew_validator_v1_JudgeStepResponse, _pitcrew_validator_v1_JudgeStepRequest__Output, _pitcrew_validator_v1_JudgeStepResponse__Output>
}

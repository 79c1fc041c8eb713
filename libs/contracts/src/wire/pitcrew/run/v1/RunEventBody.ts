// Original file: pitcrew/run/v1/event.proto

import type { RunRequested as _pitcrew_run_v1_RunRequested, RunRequested__Output as _pitcrew_run_v1_RunRequested__Output } from '../../../pitcrew/run/v1/RunRequested.ts';
import type { ApprovalDecided as _pitcrew_run_v1_ApprovalDecided, ApprovalDecided__Output as _pitcrew_run_v1_ApprovalDecided__Output } from '../../../pitcrew/run/v1/ApprovalDecided.ts';
import type { CancelRequested as _pitcrew_run_v1_CancelRequested, CancelRequested__Output as _pitcrew_run_v1_CancelRequested__Output } from '../../../pitcrew/run/v1/CancelRequested.ts';
import type { RunClaimed as _pitcrew_run_v1_RunClaimed, RunClaimed__Output as _pitcrew_run_v1_RunClaimed__Output } from '../../../pitcrew/run/v1/RunClaimed.ts';
import type { RunRouted as _pitcrew_run_v1_RunRouted, RunRouted__Output as _pitcrew_run_v1_RunRouted__Output } from '../../../pitcrew/run/v1/RunRouted.ts';
import type { PlanProposed as _pitcrew_run_v1_PlanProposed, PlanProposed__Output as _pitcrew_run_v1_PlanProposed__Output } from '../../../pitcrew/run/v1/PlanProposed.ts';
import type { PlanRefused as _pitcrew_run_v1_PlanRefused, PlanRefused__Output as _pitcrew_run_v1_PlanRefused__Output } from '../../../pitcrew/run/v1/PlanRefused.ts';
import type { CallProposed as _pitcrew_run_v1_CallProposed, CallProposed__Output as _pitcrew_run_v1_CallProposed__Output } from '../../../pitcrew/run/v1/CallProposed.ts';
import type { CallRefused as _pitcrew_run_v1_CallRefused, CallRefused__Output as _pitcrew_run_v1_CallRefused__Output } from '../../../pitcrew/run/v1/CallRefused.ts';
import type { CallJudged as _pitcrew_run_v1_CallJudged, CallJudged__Output as _pitcrew_run_v1_CallJudged__Output } from '../../../pitcrew/run/v1/CallJudged.ts';
import type { ApprovalRequested as _pitcrew_run_v1_ApprovalRequested, ApprovalRequested__Output as _pitcrew_run_v1_ApprovalRequested__Output } from '../../../pitcrew/run/v1/ApprovalRequested.ts';
import type { CallPerformed as _pitcrew_run_v1_CallPerformed, CallPerformed__Output as _pitcrew_run_v1_CallPerformed__Output } from '../../../pitcrew/run/v1/CallPerformed.ts';
import type { StepJudged as _pitcrew_run_v1_StepJudged, StepJudged__Output as _pitcrew_run_v1_StepJudged__Output } from '../../../pitcrew/run/v1/StepJudged.ts';
import type { StepSucceeded as _pitcrew_run_v1_StepSucceeded, StepSucceeded__Output as _pitcrew_run_v1_StepSucceeded__Output } from '../../../pitcrew/run/v1/StepSucceeded.ts';
import type { StepFailed as _pitcrew_run_v1_StepFailed, StepFailed__Output as _pitcrew_run_v1_StepFailed__Output } from '../../../pitcrew/run/v1/StepFailed.ts';
import type { StepSkipped as _pitcrew_run_v1_StepSkipped, StepSkipped__Output as _pitcrew_run_v1_StepSkipped__Output } from '../../../pitcrew/run/v1/StepSkipped.ts';
import type { RunJudged as _pitcrew_run_v1_RunJudged, RunJudged__Output as _pitcrew_run_v1_RunJudged__Output } from '../../../pitcrew/run/v1/RunJudged.ts';
import type { RunParked as _pitcrew_run_v1_RunParked, RunParked__Output as _pitcrew_run_v1_RunParked__Output } from '../../../pitcrew/run/v1/RunParked.ts';
import type { TimerFired as _pitcrew_run_v1_TimerFired, TimerFired__Output as _pitcrew_run_v1_TimerFired__Output } from '../../../pitcrew/run/v1/TimerFired.ts';
import type { RunFinished as _pitcrew_run_v1_RunFinished, RunFinished__Output as _pitcrew_run_v1_RunFinished__Output } from '../../../pitcrew/run/v1/RunFinished.ts';
import type { PlanRevised as _pitcrew_run_v1_PlanRevised, PlanRevised__Output as _pitcrew_run_v1_PlanRevised__Output } from '../../../pitcrew/run/v1/PlanRevised.ts';
import type { ReplanRefused as _pitcrew_run_v1_ReplanRefused, ReplanRefused__Output as _pitcrew_run_v1_ReplanRefused__Output } from '../../../pitcrew/run/v1/ReplanRefused.ts';
import type { ReviewRequested as _pitcrew_run_v1_ReviewRequested, ReviewRequested__Output as _pitcrew_run_v1_ReviewRequested__Output } from '../../../pitcrew/run/v1/ReviewRequested.ts';
import type { ReviewResolved as _pitcrew_run_v1_ReviewResolved, ReviewResolved__Output as _pitcrew_run_v1_ReviewResolved__Output } from '../../../pitcrew/run/v1/ReviewResolved.ts';
import type { ClarificationWanted as _pitcrew_run_v1_ClarificationWanted, ClarificationWanted__Output as _pitcrew_run_v1_ClarificationWanted__Output } from '../../../pitcrew/run/v1/ClarificationWanted.ts';
import type { ClarificationGiven as _pitcrew_run_v1_ClarificationGiven, ClarificationGiven__Output as _pitcrew_run_v1_ClarificationGiven__Output } from '../../../pitcrew/run/v1/ClarificationGiven.ts';

export interface RunEventBody {
  'runRequested'?: (_pitcrew_run_v1_RunRequested | null);
  'approvalDecided'?: (_pitcrew_run_v1_ApprovalDecided | null);
  'cancelRequested'?: (_pitcrew_run_v1_CancelRequested | null);
  'runClaimed'?: (_pitcrew_run_v1_RunClaimed | null);
  'runRouted'?: (_pitcrew_run_v1_RunRouted | null);
  'planProposed'?: (_pitcrew_run_v1_PlanProposed | null);
  'planRefused'?: (_pitcrew_run_v1_PlanRefused | null);
  'callProposed'?: (_pitcrew_run_v1_CallProposed | null);
  'callRefused'?: (_pitcrew_run_v1_CallRefused | null);
  'callJudged'?: (_pitcrew_run_v1_CallJudged | null);
  'approvalRequested'?: (_pitcrew_run_v1_ApprovalRequested | null);
  'callPerformed'?: (_pitcrew_run_v1_CallPerformed | null);
  'stepJudged'?: (_pitcrew_run_v1_StepJudged | null);
  'stepSucceeded'?: (_pitcrew_run_v1_StepSucceeded | null);
  'stepFailed'?: (_pitcrew_run_v1_StepFailed | null);
  'stepSkipped'?: (_pitcrew_run_v1_StepSkipped | null);
  'runJudged'?: (_pitcrew_run_v1_RunJudged | null);
  'runParked'?: (_pitcrew_run_v1_RunParked | null);
  'timerFired'?: (_pitcrew_run_v1_TimerFired | null);
  'runFinished'?: (_pitcrew_run_v1_RunFinished | null);
  'planRevised'?: (_pitcrew_run_v1_PlanRevised | null);
  'replanRefused'?: (_pitcrew_run_v1_ReplanRefused | null);
  'reviewRequested'?: (_pitcrew_run_v1_ReviewRequested | null);
  'reviewResolved'?: (_pitcrew_run_v1_ReviewResolved | null);
  'clarificationWanted'?: (_pitcrew_run_v1_ClarificationWanted | null);
  'clarificationGiven'?: (_pitcrew_run_v1_ClarificationGiven | null);
  'kind'?: "runRequested"|"approvalDecided"|"cancelRequested"|"runClaimed"|"runRouted"|"planProposed"|"planRefused"|"callProposed"|"callRefused"|"callJudged"|"approvalRequested"|"callPerformed"|"stepJudged"|"stepSucceeded"|"stepFailed"|"stepSkipped"|"runJudged"|"runParked"|"timerFired"|"runFinished"|"planRevised"|"replanRefused"|"reviewRequested"|"reviewResolved"|"clarificationWanted"|"clarificationGiven";
}

export interface RunEventBody__Output {
  'runRequested'?: (_pitcrew_run_v1_RunRequested__Output | null);
  'approvalDecided'?: (_pitcrew_run_v1_ApprovalDecided__Output | null);
  'cancelRequested'?: (_pitcrew_run_v1_CancelRequested__Output | null);
  'runClaimed'?: (_pitcrew_run_v1_RunClaimed__Output | null);
  'runRouted'?: (_pitcrew_run_v1_RunRouted__Output | null);
  'planProposed'?: (_pitcrew_run_v1_PlanProposed__Output | null);
  'planRefused'?: (_pitcrew_run_v1_PlanRefused__Output | null);
  'callProposed'?: (_pitcrew_run_v1_CallProposed__Output | null);
  'callRefused'?: (_pitcrew_run_v1_CallRefused__Output | null);
  'callJudged'?: (_pitcrew_run_v1_CallJudged__Output | null);
  'approvalRequested'?: (_pitcrew_run_v1_ApprovalRequested__Output | null);
  'callPerformed'?: (_pitcrew_run_v1_CallPerformed__Output | null);
  'stepJudged'?: (_pitcrew_run_v1_StepJudged__Output | null);
  'stepSucceeded'?: (_pitcrew_run_v1_StepSucceeded__Output | null);
  'stepFailed'?: (_pitcrew_run_v1_StepFailed__Output | null);
  'stepSkipped'?: (_pitcrew_run_v1_StepSkipped__Output | null);
  'runJudged'?: (_pitcrew_run_v1_RunJudged__Output | null);
  'runParked'?: (_pitcrew_run_v1_RunParked__Output | null);
  'timerFired'?: (_pitcrew_run_v1_TimerFired__Output | null);
  'runFinished'?: (_pitcrew_run_v1_RunFinished__Output | null);
  'planRevised'?: (_pitcrew_run_v1_PlanRevised__Output | null);
  'replanRefused'?: (_pitcrew_run_v1_ReplanRefused__Output | null);
  'reviewRequested'?: (_pitcrew_run_v1_ReviewRequested__Output | null);
  'reviewResolved'?: (_pitcrew_run_v1_ReviewResolved__Output | null);
  'clarificationWanted'?: (_pitcrew_run_v1_ClarificationWanted__Output | null);
  'clarificationGiven'?: (_pitcrew_run_v1_ClarificationGiven__Output | null);
  'kind'?: "runRequested"|"approvalDecided"|"cancelRequested"|"runClaimed"|"runRouted"|"planProposed"|"planRefused"|"callProposed"|"callRefused"|"callJudged"|"approvalRequested"|"callPerformed"|"stepJudged"|"stepSucceeded"|"stepFailed"|"stepSkipped"|"runJudged"|"runParked"|"timerFired"|"runFinished"|"planRevised"|"replanRefused"|"reviewRequested"|"reviewResolved"|"clarificationWanted"|"clarificationGiven";
}

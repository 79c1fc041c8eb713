export { CANDIDATES_MAX, requestCandidates, SPAN_WORDS_MAX } from './candidates.ts';
export {
  type CallTask,
  callFindings,
  isBound,
  needsOpinion,
  type RunTask,
  runFindings,
  type StepTask,
  stepFindings,
} from './checks.ts';
export * from './conditions.ts';
export * from './context-ledger.ts';
export * from './decision.ts';
export {
  type DialogueField,
  type DialogueForm,
  dialogueForm,
  dialogueRow,
  type GoldCall,
  type GoldPath,
  goldPath,
  LIST_ITEMS_MAX,
  NO_CALL,
} from './dialogue.ts';
export {
  callsUnderWay,
  type Dialogue,
  DialogueError,
  type DialogueTurn,
  parseDialogues,
  questionsOf,
  turnsOf,
} from './dialogue-file.ts';
export { type Conversation, DIALOGUE_PROMPT_TOKENS_MAX, dialoguePrompt, type TokenBudget } from './dialogue-prompt.ts';
export * from './executor.ts';
export * from './executor-context.ts';
export * from './given.ts';
export { loadThresholds, THRESHOLDS_FILE } from './load-thresholds.ts';
export { saidNumbers } from './number-words.ts';
export * from './planner.ts';
export { quantitiesIn } from './quantities.ts';
export * from './replan.ts';
export { fieldOf, resultLine } from './result-line.ts';
export * from './router.ts';
export * from './rows.ts';
export {
  missingArgument,
  parseTurn,
  type ScratchpadField,
  type ScratchpadForm,
  scratchpadForm,
  scratchpadPrompt,
  settledTurn,
  type Turn,
} from './scratchpad.ts';
export { canWrite } from './scratchpad-drafts.ts';
export { type ScratchpadGold, scratchpadRow } from './scratchpad-row.ts';
export type { ScratchpadTask } from './scratchpad-task.ts';
export { readScratchpad, type Scratchpad, scratchpadBlock, scratchpadPlan } from './scratchpad-text.ts';
export {
  parseSingle,
  SINGLE_DONE,
  type SingleTask,
  type SingleTurn,
  singleForm,
  singlePrompt,
  singleRow,
} from './single-call.ts';
export { deciderText, estimateTokens, oneLine } from './text.ts';
export {
  callInput,
  parseRunVerdict,
  parseVerdict,
  runHead,
  runInput,
  runRow,
  stepInput,
  VALIDATOR_LABELS,
  type ValidatorHead,
  validatorRow,
} from './validator.ts';

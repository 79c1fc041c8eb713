export { CANDIDATES_MAX, isIdentifier, requestCandidates, SPAN_WORDS_MAX } from './candidates.ts';
export {
  type CallTask,
  callFindings,
  isBound,
  type RunTask,
  runFindings,
  type StepTask,
  stepFindings,
} from './checks.ts';
export * from './conditions.ts';
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
export * from './given.ts';
export { loadThresholds, THRESHOLDS_FILE } from './load-thresholds.ts';
export * from './planner.ts';
export * from './replan.ts';
export { fieldOf, resultLine } from './result-line.ts';
export * from './router.ts';
export * from './rows.ts';
export * from './scratchpad.ts';
export { type Scratchpad, scratchpadBlock, scratchpadPlan } from './scratchpad-text.ts';
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

// Original file: pitcrew/budget/v1/budget.proto


export interface UsedTokens {
  'inputTokens'?: (number);
  'outputTokens'?: (number);
}

export interface UsedTokens__Output {
  'inputTokens': (number);
  'outputTokens': (number);
}

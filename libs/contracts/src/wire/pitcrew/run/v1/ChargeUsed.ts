// Original file: pitcrew/run/v1/event.proto


export interface ChargeUsed {
  'inputTokens'?: (number);
  'outputTokens'?: (number);
}

export interface ChargeUsed__Output {
  'inputTokens': (number);
  'outputTokens': (number);
}

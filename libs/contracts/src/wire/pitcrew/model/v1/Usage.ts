// Original file: pitcrew/model/v1/model.proto


export interface Usage {
  'model'?: (string);
  'inputTokens'?: (number);
  'cachedTokens'?: (number);
  'outputTokens'?: (number);
  'prefillMs'?: (number | string);
  'decodeMs'?: (number | string);
}

export interface Usage__Output {
  'model': (string);
  'inputTokens': (number);
  'cachedTokens': (number);
  'outputTokens': (number);
  'prefillMs': (number);
  'decodeMs': (number);
}

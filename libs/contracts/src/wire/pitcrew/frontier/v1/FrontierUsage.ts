// Original file: pitcrew/frontier/v1/frontier.proto


export interface FrontierUsage {
  'model'?: (string);
  'inputTokens'?: (number);
  'outputTokens'?: (number);
}

export interface FrontierUsage__Output {
  'model': (string);
  'inputTokens': (number);
  'outputTokens': (number);
}

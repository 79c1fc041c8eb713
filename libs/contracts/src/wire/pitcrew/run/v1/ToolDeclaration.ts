// Original file: pitcrew/run/v1/review.proto


export interface ToolDeclaration {
  'argumentsJson'?: (string);
  'resultJson'?: (string);
}

export interface ToolDeclaration__Output {
  'argumentsJson': (string);
  'resultJson': (string);
}

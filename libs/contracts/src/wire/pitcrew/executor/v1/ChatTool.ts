// Original file: pitcrew/executor/v1/executor.proto


export interface ChatTool {
  'name'?: (string);
  'description'?: (string);
  'parametersJson'?: (string);
}

export interface ChatTool__Output {
  'name': (string);
  'description': (string);
  'parametersJson': (string);
}

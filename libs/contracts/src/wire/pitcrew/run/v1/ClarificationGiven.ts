// Original file: pitcrew/run/v1/event.proto


export interface ClarificationGiven {
  'answer'?: (string);
}

export interface ClarificationGiven__Output {
  'answer': (string);
}

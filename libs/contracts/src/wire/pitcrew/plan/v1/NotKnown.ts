// Original file: pitcrew/plan/v1/plan.proto


export interface NotKnown {
  'message'?: (string);
}

export interface NotKnown__Output {
  'message': (string);
}

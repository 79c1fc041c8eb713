// Original file: pitcrew/plan/v1/plan.proto


export interface ArgumentSource {
  'argument'?: (string);
  'source'?: (string);
}

export interface ArgumentSource__Output {
  'argument': (string);
  'source': (string);
}

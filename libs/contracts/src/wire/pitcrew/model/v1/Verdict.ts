// Original file: pitcrew/model/v1/model.proto


export interface Verdict {
  'passed'?: (boolean);
  'confidence'?: (number | string);
  'findings'?: (string)[];
}

export interface Verdict__Output {
  'passed': (boolean);
  'confidence': (number);
  'findings': (string)[];
}

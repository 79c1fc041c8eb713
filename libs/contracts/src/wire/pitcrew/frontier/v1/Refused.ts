// Original file: pitcrew/frontier/v1/frontier.proto


export interface Refused {
  'message'?: (string);
}

export interface Refused__Output {
  'message': (string);
}

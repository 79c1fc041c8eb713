// Original file: pitcrew/frontier/v1/frontier.proto


export interface Unavailable {
  'message'?: (string);
}

export interface Unavailable__Output {
  'message': (string);
}

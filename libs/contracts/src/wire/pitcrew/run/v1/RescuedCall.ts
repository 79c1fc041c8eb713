// Original file: pitcrew/run/v1/event.proto


export interface RescuedCall {
  'step'?: (string);
  'item'?: (number);
}

export interface RescuedCall__Output {
  'step': (string);
  'item': (number);
}

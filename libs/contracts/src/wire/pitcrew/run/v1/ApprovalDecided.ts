// Original file: pitcrew/run/v1/event.proto


export interface ApprovalDecided {
  'step'?: (string);
  'item'?: (number);
  'planVersion'?: (number);
  'tool'?: (string);
  'argumentDigest'?: (string);
  'approved'?: (boolean);
  'decidedBy'?: (string);
  'reason'?: (string);
}

export interface ApprovalDecided__Output {
  'step': (string);
  'item': (number);
  'planVersion': (number);
  'tool': (string);
  'argumentDigest': (string);
  'approved': (boolean);
  'decidedBy': (string);
  'reason': (string);
}

// Original file: pitcrew/gateway/v1/gateway.proto


export interface DecideApprovalRequest {
  'tenant'?: (string);
  'run'?: (string);
  'step'?: (string);
  'item'?: (number);
  'planVersion'?: (number);
  'tool'?: (string);
  'argumentDigest'?: (string);
  'approved'?: (boolean);
  'decidedBy'?: (string);
  'reason'?: (string);
}

export interface DecideApprovalRequest__Output {
  'tenant': (string);
  'run': (string);
  'step': (string);
  'item': (number);
  'planVersion': (number);
  'tool': (string);
  'argumentDigest': (string);
  'approved': (boolean);
  'decidedBy': (string);
  'reason': (string);
}

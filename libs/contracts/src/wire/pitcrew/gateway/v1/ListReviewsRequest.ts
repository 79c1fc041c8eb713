// Original file: pitcrew/gateway/v1/gateway.proto


export interface ListReviewsRequest {
  'tenant'?: (string);
  'workflow'?: (string);
  'step'?: (string);
  'includeDecided'?: (boolean);
  'pageSize'?: (number);
  'pageToken'?: (string);
  '_workflow'?: "workflow";
  '_step'?: "step";
}

export interface ListReviewsRequest__Output {
  'tenant': (string);
  'workflow'?: (string);
  'step'?: (string);
  'includeDecided': (boolean);
  'pageSize': (number);
  'pageToken': (string);
  '_workflow'?: "workflow";
  '_step'?: "step";
}

// Original file: pitcrew/gateway/v1/gateway.proto


export interface ListRunsRequest {
  'tenant'?: (string);
  'pageSize'?: (number);
  'pageToken'?: (string);
}

export interface ListRunsRequest__Output {
  'tenant': (string);
  'pageSize': (number);
  'pageToken': (string);
}

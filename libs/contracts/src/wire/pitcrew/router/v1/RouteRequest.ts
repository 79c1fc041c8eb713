// Original file: pitcrew/router/v1/router.proto


export interface RouteRequest {
  'tenant'?: (string);
  'run'?: (string);
  'request'?: (string);
}

export interface RouteRequest__Output {
  'tenant': (string);
  'run': (string);
  'request': (string);
}

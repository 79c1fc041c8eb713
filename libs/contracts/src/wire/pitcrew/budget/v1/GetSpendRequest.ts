// Original file: pitcrew/budget/v1/budget.proto


export interface GetSpendRequest {
  'tenant'?: (string);
  '_tenant'?: "tenant";
}

export interface GetSpendRequest__Output {
  'tenant'?: (string);
  '_tenant'?: "tenant";
}

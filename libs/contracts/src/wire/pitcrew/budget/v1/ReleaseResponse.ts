// Original file: pitcrew/budget/v1/budget.proto

import type { Long } from '@grpc/proto-loader';

export interface ReleaseResponse {
  'amountMicroUsd'?: (number | string | Long);
}

export interface ReleaseResponse__Output {
  'amountMicroUsd': (number);
}

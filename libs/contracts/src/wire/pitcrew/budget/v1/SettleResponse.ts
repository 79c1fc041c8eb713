// Original file: pitcrew/budget/v1/budget.proto

import type { Long } from '@grpc/proto-loader';

export interface SettleResponse {
  'amountMicroUsd'?: (number | string | Long);
}

export interface SettleResponse__Output {
  'amountMicroUsd': (number);
}

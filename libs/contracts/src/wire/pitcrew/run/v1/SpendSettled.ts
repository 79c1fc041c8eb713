// Original file: pitcrew/run/v1/event.proto

import type { Long } from '@grpc/proto-loader';

export interface SpendSettled {
  'escalation'?: (number);
  'reservation'?: (string);
  'amountMicroUsd'?: (number | string | Long);
}

export interface SpendSettled__Output {
  'escalation': (number);
  'reservation': (string);
  'amountMicroUsd': (number);
}

// Original file: pitcrew/gateway/v1/gateway.proto

import type { ReviewRecord as _pitcrew_gateway_v1_ReviewRecord, ReviewRecord__Output as _pitcrew_gateway_v1_ReviewRecord__Output } from '../../../pitcrew/gateway/v1/ReviewRecord.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ListReviewsResponse {
  'reviews'?: (_pitcrew_gateway_v1_ReviewRecord)[];
  'nextPageToken'?: (string);
  'asOf'?: (_google_protobuf_Timestamp | null);
}

export interface ListReviewsResponse__Output {
  'reviews': (_pitcrew_gateway_v1_ReviewRecord__Output)[];
  'nextPageToken': (string);
  'asOf': (_google_protobuf_Timestamp__Output | null);
}

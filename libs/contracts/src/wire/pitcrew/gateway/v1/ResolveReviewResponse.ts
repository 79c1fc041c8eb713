// Original file: pitcrew/gateway/v1/gateway.proto


export interface ResolveReviewResponse {
}

export interface ResolveReviewResponse__Output {
}

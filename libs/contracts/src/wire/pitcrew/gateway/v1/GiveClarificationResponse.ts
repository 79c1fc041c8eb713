// Original file: pitcrew/gateway/v1/gateway.proto


export interface GiveClarificationResponse {
}

export interface GiveClarificationResponse__Output {
}

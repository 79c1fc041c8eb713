// Original file: pitcrew/gateway/v1/gateway.proto


export interface CancelRunResponse {
}

export interface CancelRunResponse__Output {
}

// Original file: pitcrew/gateway/v1/gateway.proto


export interface DecideApprovalResponse {
}

export interface DecideApprovalResponse__Output {
}

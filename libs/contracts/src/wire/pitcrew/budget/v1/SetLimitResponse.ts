// Original file: pitcrew/budget/v1/budget.proto


export interface SetLimitResponse {
}

export interface SetLimitResponse__Output {
}

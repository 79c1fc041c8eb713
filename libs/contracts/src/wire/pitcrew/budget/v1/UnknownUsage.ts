// Original file: pitcrew/budget/v1/budget.proto


export interface UnknownUsage {
}

export interface UnknownUsage__Output {
}

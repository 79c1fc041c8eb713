// Original file: pitcrew/run/v1/event.proto


export interface BudgetRaised {
}

export interface BudgetRaised__Output {
}

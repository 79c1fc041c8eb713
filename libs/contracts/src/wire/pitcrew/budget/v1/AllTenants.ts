// Original file: pitcrew/budget/v1/budget.proto


export interface AllTenants {
}

export interface AllTenants__Output {
}

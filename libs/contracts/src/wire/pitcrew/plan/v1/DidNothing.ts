// Original file: pitcrew/plan/v1/plan.proto


export interface DidNothing {
}

export interface DidNothing__Output {
}

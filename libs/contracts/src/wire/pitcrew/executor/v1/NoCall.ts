// Original file: pitcrew/executor/v1/executor.proto


export interface NoCall {
}

export interface NoCall__Output {
}

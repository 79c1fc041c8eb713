// Original file: pitcrew/run/v1/event.proto


export interface ChargeUnknown {
}

export interface ChargeUnknown__Output {
}

// Original file: pitcrew/run/v1/event.proto


export interface ChargeNone {
}

export interface ChargeNone__Output {
}

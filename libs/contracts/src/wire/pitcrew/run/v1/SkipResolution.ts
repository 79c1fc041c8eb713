// Original file: pitcrew/run/v1/review.proto


export interface SkipResolution {
}

export interface SkipResolution__Output {
}

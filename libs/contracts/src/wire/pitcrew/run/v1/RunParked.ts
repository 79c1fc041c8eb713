// Original file: pitcrew/run/v1/event.proto


export interface RunParked {
  'waitingFor'?: (string)[];
  'waitingForBudget'?: (boolean);
  '_waitingForBudget'?: "waitingForBudget";
}

export interface RunParked__Output {
  'waitingFor': (string)[];
  'waitingForBudget'?: (boolean);
  '_waitingForBudget'?: "waitingForBudget";
}

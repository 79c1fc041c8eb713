/** The durable side of the product over NATS JetStream. Nothing outside this package knows NATS. */
export type { Swept } from './archive-finished.ts';
export { type LogAudit, NoRunLog, openLogAudit, type RunAudit } from './audit-log.ts';
export { BLOB_THRESHOLD_BYTES, type Blobs } from './blobs.ts';
export { busSettings, wholeNumber } from './bus-settings.ts';
export type { ConsumeOptions, Consumption, HandlerResult, Lease, OnProblem } from './consume.ts';
export { type DeadLetter, type DeadLetters, openDeadLetters } from './dead-letters.ts';
export { type LogEntry, NOTHING_BEFORE } from './entries.ts';
export { BusUnavailable, EventTooLarge, RunLogDamaged } from './errors.ts';
export { type Bus, type BusOptions, openBus } from './open-bus.ts';
export type { OwnerAnswer, Owners } from './owners.ts';
export type { Append, AppendIn, AppendInResult, AppendResult, NewEvent, RunLog } from './run-log.ts';
export { EVENT_BYTES_MAX, type StorageOptions } from './streams.ts';
export type {
  SubjectAppend,
  SubjectAppendResult,
  SubjectLog,
  SubjectLogEntry,
  SubjectLogPlace,
} from './subject-log.ts';
export { decodeToken, encodeToken, type LogSubject } from './subjects.ts';
export { InvalidPageToken, type Summaries, type SummaryPage } from './summaries.ts';
export type { FiredTimer, Timer, Timers } from './timers.ts';
export type { Finding } from './verify-run.ts';
export type { Wake, WakeUps } from './wake-ups.ts';

/**
 * The subjects of the bus, and the one encoding that lets any text be a token of a subject or of a key:
 * letters, digits, `_` and `-` stand for themselves, every other byte of the UTF-8 form is `=` and two hex digits.
 * The encoding is injective, so two tenants never share a subject, and it is readable for operators.
 */
import { type InstanceId, RunId, TenantId } from '@pitcrew/contracts';

/** Facts from outside, or facts of the run's owner. */
export type LogSubject = 'in' | 'fact';

export const WAKE_UP_FILTER = 'run.*.*.in';
export const FIRED_TIMER_FILTER = 'wake.>';

export function encodeToken(text: string): string {
  if (text === '') throw new RangeError('an empty text cannot be part of a subject');
  if (!text.isWellFormed()) throw new RangeError('a text with half a surrogate pair cannot be part of a subject');
  return text.replace(/[^A-Za-z0-9_-]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

export const decodeToken = (token: string): string => decodeURIComponent(token.replaceAll('=', '%'));

export const logSubject = (tenant: TenantId, run: RunId, subject: LogSubject): string =>
  `run.${encodeToken(tenant)}.${run}.${subject}`;

/** Both subjects of a run: what its one sequence check and every read of it cover. */
export const logFilter = (tenant: TenantId, run: RunId): string => `run.${encodeToken(tenant)}.${run}.*`;

/** Whose event a message of the log is. */
export function parseLogSubject(subject: string): { readonly tenant: TenantId; readonly run: RunId } {
  const [, tenant = '', run = ''] = subject.split('.');
  return { tenant: TenantId.parse(decodeToken(tenant)), run: RunId.parse(run) };
}

/** Where a timer waits, and where it goes when it fires. */
export const timerSubject = (tenant: TenantId, run: RunId, id: string, place: 'timer' | 'wake'): string =>
  `${place}.${encodeToken(tenant)}.${run}.${encodeToken(id)}`;

export const ownerSubject = (instance: InstanceId): string => `owner.${instance}`;

export const parkSubject = (service: string): string => `park.${encodeToken(service)}`;

export { DialogueError } from '@pitcrew/specialists';
export { PackError } from '@pitcrew/workflow';
export { RequestsError } from '../requests.ts';
export { trainOwn } from './train-own.ts';
export { type OwnOptions, writeOwnRows } from './write-own.ts';

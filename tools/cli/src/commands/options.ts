/** Options that several commands share. */
import { Mode, OnBudget } from '@pitcrew/contracts';
import { InvalidArgumentError, Option } from 'commander';

export const gateway = (): Option => new Option('--gateway <host:port>', 'the gateway; by default PITCREW_GATEWAY');
export const tokenFile = (): Option =>
  new Option('--token-file <file>', 'the token to show; by default that of PITCREW_TOKEN_FILE, else none');
export const tenant = (): Option =>
  new Option('--tenant <tenant>', "by default PITCREW_TENANT, else the token's, else demo");
export const output = (): Option =>
  new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text');

export const mode = (): Option =>
  new Option('--mode <mode>', "how to work on it; by default the workflow's own mode").choices(Mode.options);

export const onBudget = (): Option =>
  new Option('--on-budget <choice>', 'when the budget for the frontier is used up').choices(OnBudget.options);

/** Parses a whole number between two bounds, both included. */
export function count(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
  };
}

/** Parses a day or a time; a day begins in UTC. */
export function time(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new InvalidArgumentError('Write a day or a time, such as 2026-11-01 or 2026-11-01T12:00:00Z.');
  return new Date(at).toISOString();
}

/** A crew on packs, models and tools that are not this checkout's. */
export type OwnOptions = { readonly workflows?: string; readonly models?: string; readonly toolsUrl?: string };

export const workflows = (): Option => new Option('--workflows <folder>', 'workflow packs in place of the examples');
export const models = (): Option => new Option('--models <folder>', 'models in place of those of the examples');
export const toolsUrl = (): Option =>
  new Option('--tools-url <url>', 'an MCP tool server in place of the example back office');

import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the environment', () => {
  it.each([
    [{}, { host: '127.0.0.1', port: 0, directory: undefined, control: false }],
    [{ PITCREW_LISTEN: '0.0.0.0:7080' }, { host: '0.0.0.0', port: 7080 }],
    [{ PITCREW_LISTEN: '[::1]:7080' }, { host: '::1', port: 7080 }],
    [
      { PITCREW_BACKOFFICE_DB: '/data', PITCREW_BACKOFFICE_CONTROL: '1' },
      { directory: '/data', control: true },
    ],
  ])('%j', (environment, expected) => {
    expect(readConfig(environment)).toMatchObject(expected);
  });

  it.each([{ PITCREW_LISTEN: '7080' }, { PITCREW_BACKOFFICE_CONTROL: 'yes' }, { PITCREW_BACKOFFICE_DB: '' }])(
    '%j is refused by name',
    (environment) => {
      expect(() => readConfig(environment)).toThrow(Object.keys(environment)[0]);
    },
  );
});

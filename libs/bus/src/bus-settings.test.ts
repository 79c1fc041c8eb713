import { describe, expect, it } from 'vitest';
import { busSettings } from './bus-settings.ts';

const files = { PITCREW_TLS_CERT_FILE: '/tls.crt', PITCREW_TLS_KEY_FILE: '/tls.key', PITCREW_TLS_CA_FILE: '/ca.crt' };
const tls = { certFile: '/tls.crt', keyFile: '/tls.key', caFile: '/ca.crt' };
const url = { PITCREW_NATS_URL: 'nats://a:4222,nats://b:4222' };

describe('what a service is told about the bus', () => {
  it.each([
    ['a server', { PITCREW_NATS_URL: 'nats://a:4222' }, { servers: ['nats://a:4222'], replicas: 1 }],
    ['several', url, { servers: ['nats://a:4222', 'nats://b:4222'], replicas: 1 }],
    ['replicas', { ...url, PITCREW_NATS_REPLICAS: '3' }, { servers: expect.anything(), replicas: 3 }],
    ['a bound', { ...url, PITCREW_LOG_BYTES_MAX: '1000' }, expect.objectContaining({ logBytesMax: 1000 })],
    ['a certificate', { PITCREW_NATS_URL: 'tls://a:4222', ...files }, expect.objectContaining({ tls })],
    ['no certificate in the clear', { ...url, ...files }, { servers: expect.anything(), replicas: 1 }],
    ['an empty variable', { ...url, PITCREW_NATS_REPLICAS: '' }, { servers: expect.anything(), replicas: 1 }],
  ])('reads %s', (_what, env, settings) => {
    expect(busSettings(env)).toEqual(settings);
  });

  it.each([
    ['no server', {}, 'PITCREW_NATS_URL is not set'],
    ['two replicas', { ...url, PITCREW_NATS_REPLICAS: '2' }, 'kept on 1, 3, 5 servers'],
    ['a word', { ...url, PITCREW_NATS_REPLICAS: 'many' }, 'PITCREW_NATS_REPLICAS is many'],
    ['TLS without a certificate', { PITCREW_NATS_URL: 'tls://a:4222' }, 'PITCREW_TLS_CERT_FILE is not set'],
    ['a bound below zero', { ...url, PITCREW_LOG_BYTES_MAX: '-1' }, 'PITCREW_LOG_BYTES_MAX is -1'],
  ])('refuses %s', (_what, env, message) => {
    expect(() => busSettings(env)).toThrow(message);
  });
});

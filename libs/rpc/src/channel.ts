/**
 * The connections of a client: which addresses it takes, how calls spread over replicas, what is repeated and when.
 * Only methods that their proto calls idempotent are repeated, and only on UNAVAILABLE; everything else is the caller's
 * decision, because only the caller knows whether an effect may happen twice.
 */
import { type ChannelOptions, Client } from '@grpc/grpc-js';
import type { Service } from '@pitcrew/contracts';
import { partOf } from './authorise.ts';
import * as limits from './limits.ts';
import { rpcName } from './protos.ts';
import { clientSecurity, type Tls } from './tls.ts';

/** `host:port` is resolved by DNS to all its replicas; an address with a scheme, such as `ipv4:a:1,b:2`, is taken as it is. */
export function openChannel(service: Service, address: string, tls: Tls): Client {
  const { credentials, options } = clientSecurity(tls, partOf(service), address);
  const target = /^[a-z0-9-]+:(?!\d+$)/i.test(address) ? address : `dns:///${address}`;
  return new Client(target, credentials, { ...channelOptions(service), ...options });
}

function channelOptions(service: Service): ChannelOptions {
  return {
    'grpc.service_config': JSON.stringify(serviceConfig(service)),
    // A service config from DNS would override this one.
    'grpc.service_config_disable_resolution': 1,
    'grpc.max_receive_message_length': limits.MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': limits.MESSAGE_BYTES_MAX,
    'grpc.keepalive_time_ms': limits.KEEPALIVE_INTERVAL_MS,
    'grpc.keepalive_timeout_ms': limits.KEEPALIVE_TIMEOUT_MS,
    'grpc.keepalive_permit_without_calls': 0,
    'grpc.dns_min_time_between_resolutions_ms': limits.RESOLUTION_INTERVAL_MIN_MS,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': limits.RECONNECT_BACKOFF_MAX_MS,
    // Services talk to each other directly, whatever proxy the environment names for the world outside.
    'grpc.enable_http_proxy': 0,
  };
}

export function serviceConfig(service: Service): object {
  const idempotent = Object.entries(service.methods).filter(([, method]) => method.idempotent);
  const retried = {
    name: idempotent.map(([name]) => ({ service: service.name, method: rpcName(name) })),
    retryPolicy: {
      maxAttempts: limits.ATTEMPTS_MAX,
      initialBackoff: '0.1s',
      maxBackoff: '1s',
      backoffMultiplier: 3,
      retryableStatusCodes: ['UNAVAILABLE'],
    },
  };
  return { loadBalancingConfig: [{ round_robin: {} }], methodConfig: idempotent.length === 0 ? [] : [retried] };
}

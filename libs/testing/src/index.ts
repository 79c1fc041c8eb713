export * from './chat-server.ts';
export * from './nats-server.ts';
export * from './otlp-receiver.ts';
export * from './schema-arbitrary.ts';

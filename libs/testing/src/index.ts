export * from './chat-server.ts';
export * from './exposition.ts';
export * from './hybrid-environment.ts';
export * from './nats-server.ts';
export * from './otlp-receiver.ts';
export * from './outside-programs.ts';
export * from './schema-arbitrary.ts';
export * from './span-tree.ts';

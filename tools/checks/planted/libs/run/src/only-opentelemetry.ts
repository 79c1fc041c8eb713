import '@opentelemetry/sdk-trace';

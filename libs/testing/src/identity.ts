/** What gives a crew of one machine its identities: certificates and tokens made on the spot. Never for production. */
export * from './throwaway-ca.ts';
export * from './token-issuer.ts';

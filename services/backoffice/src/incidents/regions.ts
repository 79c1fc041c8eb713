/** Where the services of the example company run; their logs and metrics are kept by region. */
export const REGIONS = ['eu', 'us'] as const;
export type Region = (typeof REGIONS)[number];

/** Alerts, what was logged, measured and deployed around them, and the tickets that came of them. Times are ISO 8601 in UTC. */
export const TABLES = `
  CREATE TABLE alerts (
    number TEXT PRIMARY KEY, alert_id TEXT NOT NULL, service TEXT NOT NULL, severity TEXT NOT NULL, summary TEXT NOT NULL,
    started_at TEXT NOT NULL, status TEXT NOT NULL) STRICT;
  CREATE TABLE error_logs (
    service TEXT NOT NULL, region TEXT NOT NULL, at TEXT NOT NULL, message TEXT NOT NULL, count INTEGER NOT NULL) STRICT;
  CREATE TABLE metrics (
    service TEXT NOT NULL, region TEXT NOT NULL, at TEXT NOT NULL,
    p95_ms INTEGER NOT NULL, error_rate REAL NOT NULL, saturation REAL NOT NULL) STRICT;
  CREATE TABLE deploys (
    service TEXT NOT NULL, version TEXT NOT NULL, deployed_at TEXT NOT NULL, PRIMARY KEY (service, version)) STRICT;
  CREATE TABLE tickets (
    ticket_id TEXT PRIMARY KEY, alert_id TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL, cause TEXT NOT NULL,
    team TEXT NOT NULL, status TEXT NOT NULL, opened_at TEXT NOT NULL) STRICT;
`;

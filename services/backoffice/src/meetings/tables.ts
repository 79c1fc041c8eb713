/**
 * Requests for meetings, everybody's calendar, and the events and invitations that came of them. Dates are days, times
 * ISO 8601 in UTC. A calendar that was not `given` holds appointments that were made up for the days of a request.
 */
export const TABLES = `
  CREATE TABLE meeting_requests (
    number TEXT PRIMARY KEY, meeting_id TEXT NOT NULL, subject TEXT NOT NULL, duration_minutes INTEGER NOT NULL,
    from_date TEXT NOT NULL, status TEXT NOT NULL) STRICT;
  CREATE TABLE meeting_attendees (
    number TEXT NOT NULL REFERENCES meeting_requests ON DELETE CASCADE, position INTEGER NOT NULL, attendee TEXT NOT NULL,
    PRIMARY KEY (number, position)) STRICT;
  CREATE TABLE calendars (attendee TEXT PRIMARY KEY, given INTEGER NOT NULL CHECK (given IN (0, 1))) STRICT;
  CREATE TABLE calendar_entries (
    attendee TEXT NOT NULL, starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, PRIMARY KEY (attendee, starts_at)) STRICT;
  CREATE TABLE meeting_events (
    event_id TEXT PRIMARY KEY, number TEXT NOT NULL REFERENCES meeting_requests, subject TEXT NOT NULL,
    starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, room TEXT, created_at TEXT NOT NULL) STRICT;
  CREATE TABLE meeting_invitations (
    invitation_id TEXT PRIMARY KEY, event_id TEXT NOT NULL REFERENCES meeting_events, attendee TEXT NOT NULL,
    sent_at TEXT NOT NULL, UNIQUE (event_id, attendee)) STRICT;
`;

/** How long one reply may take. Making a connection has bounds of its own: 10 s until the server accepts it. */
export const PROBE_MS = 10_000;
/** A first failure is confirmed by a second try after so long. */
export const CONFIRM_AFTER_MS = 3_000;
/** An outage that is shorter is not notified. */
export const NOTIFY_AFTER_MS = 10_000;
/** Outages within so long after a notification are collected in the next one. */
export const NOTIFY_GROUP_MS = 30_000;

/** Between two looks at what is due. */
export const tickMs = (everyMs: number): number => Math.min(2_000, everyMs / 4);

/** How this browser learns of news, as the header's dot shows it. */
export type LiveState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** `at`: when the next try starts, milliseconds since the epoch by this browser's clock. */
  | { kind: 'reconnecting'; at: number }
  /** `answered`: whether the last poll got through. */
  | { kind: 'polling'; answered: boolean };

/** After so many failures in a row the page says so and polls. */
export const FAILURES_BEFORE_POLLING = 3;
export const POLL_MS = 1_500;

/** How long a running dpkg may continue in one round, and how long a process has between TERM and KILL. */
export const STOP_SECONDS = { dpkgSeconds: 60, graceSeconds: 5 } as const;

/** How long a dpkg at work is let go on in one round, and how long a process has between TERM and KILL. */
export const STOP_SECONDS = { dpkgSeconds: 60, graceSeconds: 5 } as const;

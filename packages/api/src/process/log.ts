import pino from 'pino';
import type { Logger } from 'pino';

export type { Logger };

/** JSON lines on standard output. What could hold a secret is never given to it; these paths are a second lock. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { app: 'web' },
    redact: {
      paths: [
        '*.password',
        '*.privateKey',
        '*.passphrase',
        '*.token',
        '*.cookie',
        '*.authorization',
        'input',
      ],
      censor: '‹redacted›',
    },
  });
}

import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { Environment } from './env';

export type { Logger };

const HIDDEN = [
  'password',
  'passphrase',
  'privateKey',
  'secret',
  'secrets',
  'sealed',
  'sealedSecrets',
  'login',
];

/** JSON lines on standard error; standard output says `ready` and nothing else. Fields that may hold a secret are masked. */
export function createLog(level: Environment['logLevel']): Logger {
  const paths = HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino(
    { level, base: { pid: process.pid }, redact: { paths, censor: '‹hidden›' } },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** The SDK's own lines, in ours. */
export function temporalLogger(log: Logger): DefaultLogger {
  return new DefaultLogger('WARN', ({ level, message, meta }: LogEntry) => {
    const line = { sdk: true, ...meta };
    if (level === 'ERROR') log.error(line, message);
    else log.warn(line, message);
  });
}

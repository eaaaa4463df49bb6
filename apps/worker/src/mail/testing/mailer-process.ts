/** A worker reduced to its mailer, in a process of its own, so that a test can kill it. */
import { createDatabase } from '@milepost/db/client';
import { createLog } from '../../startup/log';
import { runMailer } from '../mailer';

const [databaseUrl = '', smtpUrl = ''] = process.argv.slice(2);
await runMailer(
  {
    db: createDatabase(databaseUrl),
    log: createLog('silent'),
    mail: { smtpUrl, from: 'milepost@example.com' },
    consoleUrl: 'https://milepost.example.com',
    leaseMs: 1_500,
  },
  new AbortController().signal,
);

import { parseArgs } from 'node:util';
import { makeOwnerLink } from '@milepost/api/setup/make-owner-link';
import { createDatabase } from '@milepost/db/client';

/** docker-compose.yml's `owner-link`: what `npm run owner-link` does. Arguments: --recover, --email. */
const { recover, email } = parseArgs({
  options: { recover: { type: 'boolean', default: false }, email: { type: 'string' } },
}).values;
const { DATABASE_URL = '', MILEPOST_URL = '' } = process.env;
const db = createDatabase(DATABASE_URL, { poolSize: 1, applicationName: 'milepost owner link' });
try {
  const made = await makeOwnerLink(db, { recover, email, url: MILEPOST_URL });
  if ('problem' in made) {
    console.error(made.problem);
    process.exitCode = 1;
  } else console.log(`${made.link}\n${made.note}`);
} finally {
  await db.$disconnect();
}

import { createOwnerLink } from '@milepost/api/setup/create-owner-link';
import { createDatabase } from '@milepost/db/client';

/** docker-compose.yml's `owner-link`: prints the one-time link that creates the owner, while there is none. */
const { DATABASE_URL = '', MILEPOST_URL = '' } = process.env;
const db = createDatabase(DATABASE_URL, { poolSize: 1, applicationName: 'milepost owner link' });
try {
  const link = await createOwnerLink(db);
  console.log(link ? `${MILEPOST_URL}/setup?token=${link.token}` : 'This console has its owner already.');
} finally {
  await db.$disconnect();
}

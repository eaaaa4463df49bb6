import { createOwnerLink } from '@milepost/api/setup/create-owner-link';
import { createDatabase } from '@milepost/db/client';
import type { Setting } from './bring-up';
import type { Services } from './environment';
import { summary } from './summary';

/** Makes the owner's link, while there is no owner, and tells where everything is. */
export async function welcome(setting: Setting, services: Services): Promise<void> {
  const { data, progress } = setting;
  const db = createDatabase(services.databaseUrl, { poolSize: 1, applicationName: 'milepost start' });
  try {
    const ownerLink = await createOwnerLink(db);
    const ownerToken = ownerLink?.token ?? null;
    progress.print(summary({ services, ownerToken, practice: 'none', dataDirectory: data.root }));
  } finally {
    await db.$disconnect();
  }
}

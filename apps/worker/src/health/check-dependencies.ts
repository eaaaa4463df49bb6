import type { Database } from '@milepost/db/client';
import type { NotificationAudience } from '@milepost/db/types';
import type { Hosts } from '../servers/hosts';
import type { Logger } from '../startup/log';
import type { Contacts } from './contacts';

export interface CheckDependencies {
  db: Database;
  hosts: Hosts;
  contacts: Contacts;
  log: Logger;
  /** The server's row was changed. */
  publishServer: (serverId: string) => void;
  publishNotifications: (audience: NotificationAudience) => void;
}

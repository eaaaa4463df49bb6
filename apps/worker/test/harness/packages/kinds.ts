import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import authorizedKey from '@milepost/packages-core/definitions/access/authorized-key';
import systemUser from '@milepost/packages-core/definitions/access/system-user';
import memcached from '@milepost/packages-core/definitions/cache/memcached';
import scheduledJob from '@milepost/packages-core/definitions/processes/scheduled-job';
import labSoftware from './lab-software';

/** One of each kind: a service, a child and its parent, a timer, software of a repository. What a worker knows of: see build-worker.ts. */
export const definitions: readonly PackageDefinition[] = [
  memcached,
  systemUser,
  authorizedKey,
  scheduledJob,
  labSoftware,
];

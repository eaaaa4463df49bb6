import type { LabSystem } from '../lab-systems';

type System = LabSystem['system'];

/** What the test of a package's whole life cannot tell from its definition. Most packages need none. */
export interface LifeRecord {
  /** What its form sends beside what it asks for in any case. */
  input?: (system: System) => Record<string, unknown>;
  /** The systems on which Debian has its packages; all of them when left out. `named`: one that others do not have. */
  providedBy?: { systems: readonly System[]; named: string };
  /** Shell: how data of it is made, and what succeeds while that is there. A file in the first of its data directories when left out. */
  data?: { make: string; isThere: string };
  /** What the form of the uninstall that keeps data sends. */
  keeping?: Record<string, unknown>;
  /** Users of the server that it makes. */
  users?: readonly string[];
  /** Files that not everybody may read. */
  secretFiles?: readonly string[];
}

const byVersion = (versions: Record<System, string>) => (system: System) => ({ version: versions[system] });

const query = (client: string) => (make: string, isThere: string) => ({
  make: `${client} '${make}'`,
  isThere: `${client} '${isThere}'`,
});

/** By the id of the package. */
export const LIFE_RECORDS: Readonly<Record<string, LifeRecord>> = {
  authorized_key: {
    input: () => ({
      name: 'laptop of Ann',
      key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8mCSxgKqRhiVXLFqIjyCQPOfBtpQOoVBVWvWEgL7bF ann@laptop',
    }),
    secretFiles: ['/home/deploy/.ssh/authorized_keys'],
  },
  daemon: { input: () => ({ name: 'sleeper', command: '/bin/sleep infinity' }) },
  mariadb_database: {
    data: query('mariadb shop -e')('create table mark (id int)', 'select * from mark'),
  },
  mysql: { providedBy: { systems: [], named: 'mysql-community-server' } },
  php_fpm: { input: byVersion({ 'debian-12': '8.2', 'debian-13': '8.4' }) },
  postgresql: { input: byVersion({ 'debian-12': '15', 'debian-13': '17' }) },
  postgresql_database: {
    data: query('cd /; runuser -u postgres -- psql -q shop -c')('create table mark ()', 'table mark'),
  },
  postgresql_role: { keeping: { keep: true } },
  redis: { secretFiles: ['/etc/redis/redis.conf'] },
  scheduled_job: { input: () => ({ name: 'nightly', command: '/bin/true' }) },
  system_user: { users: ['deploy'] },
  valkey: {
    providedBy: { systems: ['debian-13'], named: 'valkey-server' },
    secretFiles: ['/etc/valkey/valkey.conf'],
  },
};

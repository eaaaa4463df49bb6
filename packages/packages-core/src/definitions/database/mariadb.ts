import { sqlServer } from '../../dsl/recipes/mysql/server';
import { mariadbRepository } from '../../states/mariadb/mariadb-repository';

/** The long-term series that MariaDB’s own repository has for all systems. */
const SERIES = '11.8';

export const BACKUPS = '/var/backups/mariadb';

export default sqlServer({
  id: 'mariadb',
  title: 'MariaDB',
  description:
    'Relational database server, compatible with MySQL. Its databases and users are added on its page.',
  supports: ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'],
  conflicts: ['mysql'],
  kind: 'maria',
  packages: ['mariadb-server'],
  alsoRemoves: ['mariadb-server-*', 'mariadb-plugin-*', 'galera-4', 'default-mysql-server'],
  unit: 'mariadb',
  program: '/usr/sbin/mariadbd',
  options: {
    file: '/etc/mysql/mariadb.conf.d/90-milepost.cnf',
    group: 'mariadbd',
    reads: ['/etc/mysql/my.cnf', '/etc/mysql/conf.d/*.cnf', '/etc/mysql/mariadb.conf.d/*.cnf'],
  },
  sources: {
    distribution: 'The distribution',
    mariadb: `MariaDB’s own repository, ${SERIES} (not verified with the vendor’s repository)`,
  },
  repository: (source, server) => (source === 'mariadb' ? mariadbRepository(SERIES, server) : null),
  backups: BACKUPS,
  ownFiles: ['/etc/mysql/debian.cnf'],
});

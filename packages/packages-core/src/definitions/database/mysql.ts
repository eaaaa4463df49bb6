import { sqlServer } from '../../dsl/recipes/mysql/server';
import { mysqlRepository } from '../../states/mariadb/mysql-repository';

/** The long-term series that MySQL’s own repository has for all systems. */
const SERIES = '8.4';

export const BACKUPS = '/var/backups/mysql';

export default sqlServer({
  id: 'mysql',
  title: 'MySQL',
  description:
    'Relational database server, from its vendor’s repository: not verified with the vendor’s repository. Its databases and users are added on its page.',
  supports: ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'],
  conflicts: ['mariadb'],
  kind: 'mysql',
  packages: ['mysql-community-server'],
  alsoRemoves: ['mysql-server', 'mysql-community-server-*'],
  unit: 'mysql',
  program: '/usr/sbin/mysqld',
  options: {
    file: '/etc/mysql/mysql.conf.d/zz-milepost.cnf',
    group: 'mysqld',
    reads: ['/etc/mysql/my.cnf', '/etc/mysql/conf.d/*.cnf', '/etc/mysql/mysql.conf.d/*.cnf'],
    // The X protocol would listen on all addresses, on a port of its own.
    lines: ['mysqlx = OFF'],
  },
  sources: { mysql: `MySQL’s own repository, ${SERIES} (not verified with the vendor’s repository)` },
  repository: (_, server) => mysqlRepository(SERIES, server),
  backups: BACKUPS,
  refuse: ({ arch }) =>
    arch !== 'amd64' && `MySQL’s repository has packages for amd64 only, and this server is ${arch}.`,
});

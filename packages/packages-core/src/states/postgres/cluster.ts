import { fact } from '../../dsl/facts/fact';
import type { Fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import { sh } from '../../dsl/sh';
import type { Change, State } from '../../dsl/state';
import type { Path } from '../../dsl/values/path';
import { POSTGRES_CAUSES } from '../failures/postgres';
import { line } from '../file/files';
import { putBack } from '../file/written';
import { precondition } from '../precondition';
import { assertVersion } from './names';

/** Where Debian keeps the configuration of the cluster `main` of this version. */
export const homeOf = (version: string): string => `/etc/postgresql/${assertVersion(version)}/main`;
/** The unit of the cluster. `postgresql.service` stands for all of them, and starts whether they do or not. */
export const unitOf = (version: string): string => `postgresql@${assertVersion(version)}-main`;

/** The cluster `main` of this version is there. Debian's package makes one, unless there are others or its settings say otherwise. */
export function exists(version: string): State {
  assertVersion(version);
  return {
    id: 'cluster_main',
    label: `The cluster ${version}/main exists`,
    action: `Create the cluster ${version}/main where the package has not`,
    check: sh`mp_pg_has_cluster ${version}`.displayAs(`pg_lsclusters`),
    apply: sh`mp_pg_create_cluster ${version}`.displayAs(
      `pg_createcluster --locale C.UTF-8 -e UTF8 ${version} main, unless it is there`,
    ),
    noUndoReason: 'A cluster that the package has made goes with it, and its data is kept.',
    failures: POSTGRES_CAUSES,
    result: `The cluster ${version}/main exists`,
    idempotent: true,
  };
}

/** The server starts the cluster when it boots: its `start.conf` says “auto”. */
export function startsAtBoot(version: string): Change {
  const path = `${homeOf(version)}/start.conf`;
  const written = line(path, { match: '^[[:space:]]*(auto|manual|disabled)\\b', content: 'auto' });
  const reload = sh`systemctl daemon-reload`;
  return {
    ...(written as Change & { undo: NonNullable<Change['undo']> }),
    ...{ id: 'starts_at_boot', noCheckReason: undefined, noUndoReason: undefined },
    label: `The cluster ${version}/main starts with the server`,
    action: `Have the cluster ${version}/main start with the server`,
    check: sh`mp_pg_starts_at_boot ${version}`.displayAs(`grep auto ${path}`),
    apply: sh`
      ( ${written.apply} ) || exit
      ${reload}
    `.displayAs(`in ${path}: auto`),
    undo: putBack(written.undo ?? sh`:`, reload),
    idempotent: true,
    notIdempotentReason: undefined,
  };
}

/** Every other cluster of this version would go with its package when that is purged: there is none. */
export function noOthers(version: string): State {
  return precondition({
    id: 'no_other_clusters',
    label: `There is no cluster of PostgreSQL ${version} beside main`,
    reasons: sh`mp_pg_other_clusters ${assertVersion(version)}`,
    field: 'removeData',
    display: 'pg_lsclusters',
  });
}

/** The databases can be dumped, or there are none. */
export function canBeDumped(version: string): State {
  return precondition({
    id: 'can_be_dumped',
    label: `The databases of PostgreSQL ${version} can be dumped`,
    reasons: sh`mp_pg_dump_obstacles ${assertVersion(version)}`,
    field: 'removeData',
    display: `pg_isready`,
  });
}

/** Prints the names of the databases. */
export const databases = (version: string) =>
  sh`mp_pg_databases ${assertVersion(version)}`.displayAs('psql --list');

/** Each database is dumped into this directory, as `pg_restore` reads it, and the roles as SQL; for root alone. */
export function dumped(version: string, { to }: { to: Path }): State {
  assertVersion(version);
  return {
    id: 'dumped',
    label: `The databases of PostgreSQL ${version} are dumped to ${to.shown}`,
    action: `Dump the databases of PostgreSQL ${version} to ${to.shown}`,
    check: sh`mp_pg_is_dumped ${version} ${to}`.displayAs(`ls ${to.shown}`),
    apply: sh`mp_pg_dump_all ${version} ${to}`.displayAs(
      `pg_dump --format=custom of each database, pg_dumpall --globals-only >${to.shown}/roles.sql`,
    ),
    preview: sh`mp_pg_warn_of_size ${version} datallowconn`.displayAs('df /var/backups'),
    noUndoReason: 'A dump harms nobody, and may be all that is left.',
    leftoverLabel: 'the missing dump of the databases',
    failures: POSTGRES_CAUSES,
    result: `The databases of PostgreSQL ${version} are dumped to ${to.shown}`,
    idempotent: true,
  };
}

/** The packages that are there only to bring this version: `postgresql`, `postgresql-contrib`. */
export function metapackages(version: string): Fact<string[]> {
  const depends = `postgresql(-contrib)?-${assertVersion(version)}( |,|$)`;
  return fact(
    sh`
      dpkg-query -W -f '\${db:Status-Status} \${Package} \${Depends}\n' postgresql postgresql-contrib 2>/dev/null |
        sed -n 's/^installed //p' | grep -E ${` ${depends}`} | cut -d ' ' -f 1
    `.displayAs('dpkg-query -W postgresql'),
    parse.lines,
  );
}

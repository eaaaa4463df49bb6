import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { Change, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { POSTGRES_CAUSES } from '../failures/postgres';
import { assertPath } from '../file/paths';
import { precondition } from '../precondition';
import { homeOf, unitOf } from './cluster';
import { assertVersion, wordsOf } from './names';
import type { Cluster } from './names';

/** Settings as `pg_settings` has them: without a unit, in that of the setting. */
export type Settings = Readonly<Record<string, string>>;

/** Exit 0: PostgreSQL accepts its files. Of what it does not, file and line are printed. */
export function accepted(version: string): Command {
  const program = `/usr/lib/postgresql/${assertVersion(version)}/bin/postgres`;
  return sh`mp_pg_accepts ${version}`.displayAs(`${program} -C port, SELECT FROM pg_hba_file_rules`);
}

/** Nobody has set these otherwise by ALTER SYSTEM, which wins over files. `fields`: the form fields of the settings. */
export function notAltered(version: string, settings: Settings): State {
  return precondition({
    id: 'not_altered',
    label: 'ALTER SYSTEM has not set otherwise what Milepost sets',
    reasons: sh`mp_pg_altered ${assertVersion(version)} ${words(settings)}`,
    display: 'grep in postgresql.auto.conf',
  });
}

/** `written`, a file with these settings, also says what changes for those who use a PostgreSQL that is there already. */
export function announced<S extends Change>(written: S, version: string, settings: Settings): S {
  const path = written.writes ?? '';
  assertPath(path);
  const changes = sh`mp_pg_changes ${assertVersion(version)} ${path} ${words(settings)}`;
  return {
    ...written,
    preview: sh`
      ${written.preview ?? sh`:`}
      ${changes}
    `.displayAs(written.preview?.display ?? 'SHOW ALL'),
  };
}

/** PostgreSQL answers on this port, and runs with these settings. */
export function inForce(at: Cluster, settings: Settings): State {
  const [, port] = wordsOf(at);
  const wrong = sh`mp_pg_not_in_force ${port} ${words(settings)}`;
  return {
    ...assertion({
      id: 'settings_in_force',
      label: `PostgreSQL ${at.version} runs with the settings that were chosen`,
      check: sh`
        wrong=$(${wrong}) || exit 1
        [ -z "$wrong" ]
      `.displayAs('SHOW ALL'),
      // It may recover from a crash first.
      timeoutSeconds: 5,
      onFailure: sh`${wrong} >&2`,
    }),
    failures: POSTGRES_CAUSES,
  };
}

/** PostgreSQL has read its rules of access, pg_hba.conf, as they are. It reads them again without a restart. */
export function rulesInForce(at: Cluster): State {
  const [version, port] = wordsOf(at);
  const unit = unitOf(version);
  return {
    id: 'rules_in_force',
    label: `PostgreSQL ${version} lets in whom its rules of access name`,
    action: `Have PostgreSQL ${version} read its rules of access`,
    check: sh`mp_pg_has_read_rules ${port} ${version}`.displayAs('SELECT pg_conf_load_time()'),
    apply: sh`systemctl reload ${unit}`,
    verify: sh`systemctl is-active --quiet ${unit} || exit 1`.displayAs(`systemctl is-active ${unit}`),
    noUndoReason: 'The rules are read again once the former ones are back.',
    afterRollback: {
      label: `PostgreSQL ${version} lets in whom it did before`,
      reads: [`${homeOf(version)}/pg_hba.conf`],
      command: sh`if systemctl is-active --quiet ${unit}; then systemctl reload ${unit}; fi`.displayAs(
        `systemctl reload ${unit} if it runs`,
      ),
    },
    failures: POSTGRES_CAUSES,
    result: `PostgreSQL ${version} has read its rules of access`,
    idempotent: true,
  };
}

function words(settings: Settings): string[] {
  return Object.entries(settings).map(([name, value]) => {
    if (!/^[a-z_]+$/.test(name) || !/^[A-Za-z0-9_.:*, -]*$/.test(value))
      throw new Error(`Not a setting of PostgreSQL: ${name} = ${value}`);
    return `${name}=${value}`;
  });
}

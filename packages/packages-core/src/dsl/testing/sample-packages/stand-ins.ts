/** States that only the sample packages use, small enough to be read. Those of the library do more. */
import type { Path } from '../../values/path';
import { Path as PathValue } from '../../values/path';
import type { Secret } from '../../secret';
import { sh } from '../../sh';
import type { Command } from '../../sh';
import type { Assertion, Change, State } from '../../state';
import { assertion } from '../../../states/assertion';
import { fact } from '../../facts/fact';
import { parse } from '../../facts/parse';

type At = string | Path;

const shown = (at: At): string => (at instanceof PathValue ? at.shown : at);
const identifier = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');

interface Made extends Pick<Change, 'id' | 'label' | 'action' | 'apply'> {
  check: Command;
  undo?: Command;
  capture?: Command;
  leftoverLabel?: string;
  destructive?: string;
  noUndoReason?: string;
  writes?: string;
}

function made({ undo, noUndoReason, ...state }: Made): State {
  const common = { ...state, idempotent: true as const };
  return undo
    ? { ...common, capture: state.capture ?? sh`${state.check} && echo there || echo absent`, undo }
    : { ...common, noUndoReason: noUndoReason ?? 'A sample keeps nothing.' };
}

export const command = {
  run: ({
    run,
    unless,
    ...texts
  }: Omit<Made, 'apply' | 'check'> & { run: Command; unless?: Command }): State => {
    const { undo, noUndoReason = 'A sample keeps nothing.', ...rest } = texts;
    const state = { ...rest, apply: run, idempotent: true as const, ...(undo ? { undo } : { noUndoReason }) };
    const checked = unless
      ? { check: unless }
      : { check: null, noCheckReason: 'It is done whenever it is asked for.' };
    return { ...state, ...checked };
  },
  answers: ({ id, label, run }: { id: string; label: string; run: Command }): Assertion =>
    assertion({
      ...{ id, label, timeoutSeconds: 15, onFailure: sh`( ${run} ) >&2` },
      check: sh`if ( ${run} ) >/dev/null 2>&1; then exit 0; else exit 1; fi`.displayAs(run.display),
    }),
  /** What a person typed. */
  typed: (script: string, { directory }: { directory: At }): State => ({
    ...{ id: 'typed', label: 'The commands were run', action: 'Run the commands' },
    ...{ check: null, noCheckReason: 'Nobody knows what typed commands do.' },
    apply: sh`cd ${directory} && sh -euc ${script}`.displayAs(script),
    noUndoReason: 'Nobody knows what typed commands do.',
    notIdempotentReason: 'Look on the server how far the commands came.',
  }),
};

export const link = (at: At, { to }: { to: At }): State =>
  made({
    id: `link_${identifier(shown(at))}`,
    label: `${shown(at)} points to ${shown(to)}`,
    action: `Point ${shown(at)} to ${shown(to)}`,
    check: sh`[ "$(readlink ${at})" = ${to} ]`,
    apply: sh`ln -sfn ${to} ${at}`,
    capture: sh`readlink ${at} || echo`,
    undo: sh`
      read -r former <"$MP_CAPTURE_FILE" || exit
      if [ -n "$former" ]; then ln -sfn "$former" ${at}; else rm -f ${at}; fi
    `,
  });

export const newest = (directory: string, { keep }: { keep: number }): State =>
  made({
    id: `newest_${identifier(directory)}`,
    label: `${directory} has at most ${keep} entries`,
    action: `Keep the newest ${keep} of ${directory}`,
    check: sh`[ "$(ls ${directory} | wc -l)" -le ${keep} ]`,
    apply: sh`cd ${directory} && ls -r | tail -n ${`+${keep + 1}`} | xargs -r rm -rf`,
    noUndoReason: 'Earlier releases are not kept.',
    leftoverLabel: directory,
  });

export const userAbsent = (name: string): State =>
  made({
    id: `user_${name}_absent`,
    label: `There is no user ${name}`,
    action: `Delete the user ${name}`,
    check: sh`if id -u ${name} >/dev/null 2>&1; then exit 1; fi`,
    apply: sh`userdel --remove ${name}`,
    destructive: `Removes the user ${name} with the files in its home directory.`,
    leftoverLabel: `the user ${name}`,
  });

export const git = {
  checkout: (
    at: At,
    { repository, ref, key }: { repository: string; ref: string; key?: Secret | undefined },
  ): State =>
    made({
      id: 'checkout',
      label: `${ref} of ${repository} is in ${shown(at)}`,
      action: `Fetch ${ref} of ${repository}`,
      check: sh`[ -d ${at}/.git ] || exit 1`,
      apply: key
        ? sh`
            umask 077
            ${key} >"$HOME/.ssh/deploy" && git clone -q --depth 1 -b ${ref} ${repository} ${at}
          `
        : sh`git clone -q --depth 1 -b ${ref} ${repository} ${at}`,
      undo: sh`rm -rf ${at}`,
    }),
};

export const certbot = {
  certificate: (
    domains: readonly string[],
    how: { email: string; webroot: string; keyType: string },
  ): State =>
    made({
      id: 'certificate',
      label: `There is a certificate for ${domains.join(', ')}`,
      action: `Request a certificate for ${domains.join(', ')}`,
      check: sh`[ -e ${`/etc/letsencrypt/live/${domains[0] ?? ''}/fullchain.pem`} ]`,
      apply: sh`certbot certonly --webroot -w ${how.webroot} -m ${how.email} --key-type ${how.keyType} ${domains.flatMap((domain) => ['-d', domain])}`,
      undo: sh`certbot delete --non-interactive --cert-name ${domains[0] ?? ''}`,
    }),
  valid: (domain: string, { days }: { days: number }): Assertion =>
    command.answers({
      ...{ id: 'valid', label: `The certificate of ${domain} is valid for ${days} days` },
      run: sh`openssl x509 -in ${`/etc/letsencrypt/live/${domain}/fullchain.pem`} -noout -checkend ${days * 86_400}`,
    }),
  absent: (domain: string): State =>
    made({
      id: 'certificate_absent',
      label: `There is no certificate for ${domain}`,
      action: `Delete the certificate for ${domain}`,
      check: sh`if [ -e ${`/etc/letsencrypt/live/${domain}`} ]; then exit 1; fi`,
      apply: sh`certbot delete --non-interactive --cert-name ${domain}`,
      leftoverLabel: `the certificate for ${domain}`,
    }),
};

interface Cluster {
  version: string;
  port: number;
}
const psql = ({ port }: Cluster) => sh`runuser -u postgres -- psql -p ${port} -Atq -v ON_ERROR_STOP=1`;

export const postgres = {
  dataDirectory: (version: string) =>
    fact(
      sh`runuser -u postgres -- pg_lsclusters -h | awk -v v=${version} '$1 == v && $2 == "main" { print $6 }'`,
      parse.line,
    ),
  role: (name: string, how: { at: Cluster; password: Secret; createDatabases: boolean }): State =>
    made({
      id: 'role',
      label: `The role ${name} exists`,
      action: `Create the role ${name}`,
      check: sh`[ "$(echo ${`select 1 from pg_roles where rolname = '${name}'`} | ${psql(how.at)})" = 1 ] || exit 1`,
      apply: sh`
        {
          echo ${`create role ${name} login ${how.createDatabases ? 'createdb' : 'nocreatedb'};`}
          printf %s ${`alter role ${name} password '`}
          ${how.password} | sed ${"s/'/''/g"}
          echo "';"
        } | ${psql(how.at)}
      `,
      undo: sh`echo ${`drop role if exists ${name}`} | ${psql(how.at)}`,
    }),
  roleAbsent: (name: string, { at }: { at: Cluster }): State =>
    made({
      id: 'role_absent',
      label: `There is no role ${name}`,
      action: `Drop the role ${name}`,
      check: sh`[ -z "$(echo ${`select 1 from pg_roles where rolname = '${name}'`} | ${psql(at)})" ]`,
      apply: sh`echo ${`drop role ${name}`} | ${psql(at)}`,
      leftoverLabel: `the role ${name}`,
    }),
  database: (name: string, how: { at: Cluster; owner: string; encoding: string }): State =>
    made({
      id: 'database',
      label: `The database ${name} exists`,
      action: `Create the database ${name}`,
      check: sh`[ "$(echo ${`select 1 from pg_database where datname = '${name}'`} | ${psql(how.at)})" = 1 ] || exit 1`,
      apply: sh`echo ${`create database ${name} owner ${how.owner} encoding '${how.encoding}' template template0`} | ${psql(how.at)}`,
      undo: sh`echo ${`drop database if exists ${name}`} | ${psql(how.at)}`,
    }),
  dumped: (name: string, { at, to }: { at: Cluster; to: Path }): State =>
    made({
      id: 'dumped',
      label: `${name} is dumped to ${to.shown}`,
      action: `Dump ${name} to ${to.shown}`,
      check: sh`[ -s ${to} ]`,
      apply: sh`runuser -u postgres -- pg_dump -p ${at.port} -Fc ${name} >${to}`,
      leftoverLabel: `the dump of ${name}`,
    }),
  databaseAbsent: (name: string, { at, destructive }: { at: Cluster; destructive: string }): State =>
    made({
      id: 'database_absent',
      label: `There is no database ${name}`,
      action: `Drop the database ${name}`,
      check: sh`[ -z "$(echo ${`select 1 from pg_database where datname = '${name}'`} | ${psql(at)})" ]`,
      apply: sh`echo ${`drop database ${name}`} | ${psql(at)}`,
      ...{ destructive, leftoverLabel: `the database ${name}` },
    }),
  logsIn: (name: string, how: { at: Cluster; password: Secret; database: string }): Assertion =>
    command.answers({
      ...{ id: 'logs_in', label: `${name} can log in to ${how.database}` },
      run: sh`
        export PGPASSFILE=/run/milepost-pgpass
        ${how.password} | { umask 077; printf %s ${`127.0.0.1:${how.at.port}:${how.database}:${name}:`}; cat; } >"$PGPASSFILE"
        psql -h 127.0.0.1 -p ${how.at.port} -U ${name} -w -c 'select 1' ${how.database}
      `.displayAs(`psql -U ${name} ${how.database}`),
    }),
};

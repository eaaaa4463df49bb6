import { fact } from '../../dsl/facts/fact';
import type { Fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { SERVICE_CAUSES } from '../failures/services';
import { assertPath, identifier } from '../file/paths';
import { precondition } from '../precondition';
import { wordsOf } from './names';

export type Kind = 'maria' | 'mysql';

/** The data directory of the server that is there, if somebody has made a database or a user in it. */
export function dataInUse(): Fact<string | null> {
  return fact(sh`mp_maria_data_in_use`.displayAs('look for databases in the data directory'), parse.line);
}

/**
 * Exit 0: the server accepts its options, and takes the values in its own file as they are meant. By itself it goes on with another value, or
 * without the rest of the file, and exits with 0. What is in other files does not count then: it runs with them as it did.
 */
export function accepted(file: string, kind: Kind): Command {
  assertPath(file);
  return sh`mp_maria_accepts ${file}`.displayAs(
    kind === 'maria' ? 'mariadbd --help --verbose' : 'mysqld --validate-config',
  );
}

/**
 * The data directory is there with the tables of the server itself: those that its package made are copied to another place. Where people
 * have stored something, nothing is copied and it fails.
 */
export function dataDirectory(path: string, { unit }: { unit: string }): State {
  assertPath(path);
  return {
    id: `mariadb_data_${identifier(path)}`,
    label: `The data directory ${path} is there`,
    action: `Make the data directory ${path}`,
    check: sh`[ -d ${`${path}/mysql`} ] || exit 1`.displayAs(`look for ${path}/mysql`),
    apply: sh`mp_maria_copy_new_data ${unit} ${path} || exit`.displayAs(
      `cp -a the data directory of the package to ${path}`,
    ),
    capture: sh`if [ -d ${`${path}/mysql`} ]; then echo there; else echo absent; fi`.displayAs(
      `look for ${path}/mysql`,
    ),
    undo: sh`mp_maria_remove_new_data ${path}`.displayAs(`remove ${path} if it was not there before`),
    data: [path],
    listLeftovers: sh`if [ -d ${`${path}/mysql`} ]; then echo ${`the data directory ${path}`}; fi`,
    result: `The data directory ${path} is there`,
    idempotent: true,
  };
}

export interface ReadableOptions {
  kind: Kind;
  /** The Debian package whose version would be installed; null where that is not known before its repository is there. */
  package: string | null;
  directories: readonly string[];
}

/** What is in these directories can be read by the server that would be installed. Its package would put it aside, or the server not start. */
export function dataReadable({ kind, package: name, directories }: ReadableOptions): State {
  directories.forEach(assertPath);
  const places = [...new Set(directories)];
  return precondition({
    id: 'mariadb_data_readable',
    label: `Data in ${places.join(' and ')} can be read by this server`,
    reasons: sh`mp_maria_foreign_data ${kind} ${name ?? ''} ${places}`,
    field: 'dataDirectory',
    display: `look for data in ${places.join(' and ')}`,
  });
}

/** This machine has the address: otherwise the server would not start, which its checker does not notice. Null where it may be any. */
export function addressOwned(listen: string): State | null {
  if (['*', '0.0.0.0', '::'].includes(listen)) return null;
  wordsOf({ host: listen, port: 1 });
  return precondition({
    id: 'mariadb_address_owned',
    label: `This server has the address ${listen}`,
    reasons: sh`mp_maria_foreign_address ${listen}`,
    field: 'listen',
    display: `ip addr show to ${listen}`,
  });
}

export interface Running {
  port: number;
  dataDirectory: string;
  /** As `bind-address` says it. */
  listen: string;
}

/** The server answers over TCP and runs with these settings: no other file overrides them. */
export function runsWith({ port, dataDirectory: data, listen }: Running): Assertion {
  assertPath(data);
  const [address] = wordsOf({ host: addressOf(listen), port });
  const lacks = sh`mp_maria_lacks ${port} ${data} ${listen}`;
  return {
    ...assertion({
      id: 'mariadb_answers',
      label: `The server answers on ${address}:${port} and stores its data in ${data}`,
      check: sh`mp_maria_answers ${address} ${port} && [ -z "$(${lacks})" ]`.displayAs(
        `ping the server on ${address}:${port}`,
      ),
      timeoutSeconds: 3,
      onFailure: sh`
        mp_maria_answers ${address} ${port} || echo ${`Nothing answers on ${address}:${port}.`} >&2
        ${lacks} >&2
      `,
    }),
    failures: SERVICE_CAUSES,
  };
}

/** Where a server with this `bind-address` answers on the server itself. Pure. */
export const addressOf = (listen: string): string =>
  listen === '*' || listen === '0.0.0.0' ? '127.0.0.1' : listen === '::' ? '::1' : listen;

/** The names of the databases that people made, one a line. */
export const databases = (): Command => sh`mp_maria_databases`.displayAs('SHOW DATABASES');

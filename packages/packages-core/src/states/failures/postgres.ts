import type { KnownFailure } from '@milepost/contract/plan';

/** What PostgreSQL says where it does not accept its configuration, cannot start, or does not answer. */
export const POSTGRES_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`PostgreSQL: (?<file>/[^\s:]{1,160}):(?<line>\d{1,7}): (?<what>[^\n]{1,200})`,
    cause: 'PostgreSQL rejects {file}, line {line}: {what}',
    hint: 'Correct this line, then try again.',
  },
  {
    pattern: String.raw`could not bind IPv[46] address "(?<address>[^"\n]{1,45})": Address already in use`,
    cause: 'Another program listens on the port of PostgreSQL, on {address}',
    hint: 'Stop the program that uses it, or choose another port.',
  },
  {
    pattern: String.raw`could not bind IPv[46] address "(?<address>[^"\n]{1,45})": Cannot assign requested address`,
    cause: 'PostgreSQL cannot listen on {address}: the server does not have this address',
    hint: 'Correct the addresses.',
  },
  {
    pattern: String.raw`FATAL: {1,4}could not (?:map anonymous shared memory|create shared memory segment)[^\n]{0,200}`,
    cause: 'There is not enough memory for the shared buffers',
    hint: 'Choose less for the shared buffers, or fewer connections.',
  },
  {
    pattern: String.raw`The database cluster was initialized [^\n]{1,200}|database files are incompatible with server`,
    cause: 'The data was written by another version of PostgreSQL',
    hint: 'Install that version, or move the data away.',
  },
  {
    pattern: String.raw`FATAL: {1,4}(?<what>could not (?:load|open|access|read|write|create)[^\n]{1,200})`,
    cause: 'PostgreSQL cannot start: {what}',
    hint: 'Look into its log in /var/log/postgresql.',
  },
  {
    pattern: String.raw`Cluster is disabled`,
    cause: 'The cluster is disabled in its start.conf',
    hint: 'Install PostgreSQL again: that lets it start.',
  },
  {
    pattern: String.raw`connection to server on socket "(?<path>[^"\n]{1,160})" failed: (?:No such file|Connection refused)`,
    cause: 'PostgreSQL does not answer on {path}',
    hint: 'Start PostgreSQL, then try again.',
  },
  {
    pattern: String.raw`role "(?<role>[^"\n]{1,64})" cannot be dropped because some objects depend on it`,
    cause: 'The role {role} owns something, or has rights somewhere',
    hint: 'The output names it. Give it to another role first, or keep the role.',
  },
  {
    pattern: String.raw`database "(?<database>[^"\n]{1,64})" is being accessed by other users`,
    cause: 'Programs are connected to the database {database}',
    hint: 'The output names them. Stop them, then try again.',
  },
];

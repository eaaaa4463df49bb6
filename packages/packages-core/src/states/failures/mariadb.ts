import type { KnownFailure } from '@milepost/contract/plan';

/** What MariaDB and MySQL say of options that they do not accept; the places are added by states/lib/mariadb/settings. */
export const MARIADB_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`^(?<server>MariaDB|MySQL): (?<what>[^\n]{1,300}?) in (?<file>/[^\s:]{1,160}) on line (?<line>\d{1,7})$`,
    cause: '{server} rejects {file}, line {line}: {what}',
    hint: 'Correct the further settings, or the file if it is not one of Milepost.',
  },
  {
    pattern: String.raw`\[ERROR\] (?:\[[A-Za-z0-9-]{1,20}\] ){0,2}(?:/[a-z/]{1,40})?(?<program>mariadbd|mysqld): (?<what>unknown (?:variable|option) '[^'\n]{1,200}')`,
    cause: '{program} rejects an option: {what}',
    hint: 'Correct the option files below /etc/mysql.',
  },
  {
    pattern: String.raw`\[ERROR\] (?:\[[A-Za-z0-9-]{1,20}\] ){0,2}InnoDB: (?<what>(?:Cannot allocate memory|mmap\(\d+ bytes\) failed)[^\n]{0,200})`,
    cause: 'The buffer pool is larger than the memory that is free: {what}',
    hint: 'Choose a smaller buffer pool.',
  },
  {
    pattern: String.raw`\[ERROR\] (?:\[[A-Za-z0-9-]{1,20}\] ){0,2}Can't start server: Bind on TCP/IP port: Cannot assign requested address`,
    cause: 'The server cannot listen on this address: this machine does not have it',
    hint: 'Correct the listen address.',
  },
];

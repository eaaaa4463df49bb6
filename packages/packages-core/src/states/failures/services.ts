import type { KnownFailure } from '@milepost/contract/plan';
import { APACHE_CAUSES } from './apache';
import { FAIL2BAN_CAUSES } from './fail2ban';
import { MARIADB_CAUSES } from './mariadb';
import { PHP_CAUSES } from './php';
import { POSTFIX_CAUSES } from './postfix';
import { POSTGRES_CAUSES } from './postgres';

/** What nginx says when it does not accept its configuration or cannot start; to stderr, or to the journal and the error log. */
const NGINX_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`\[emerg\] (?:\d+#\d+: )?socket\(\) (?<address>\[[0-9a-f:]{1,45}\]):(?<port>\d{1,5}) failed \(97\b`,
    cause: 'nginx cannot listen on {address}:{port}: this server has no IPv6',
    hint: 'Remove “listen {address}:{port}” from the enabled sites, or allow nginx.service to use IPv6 (RestrictAddressFamilies).',
  },
  {
    pattern: String.raw`\[emerg\] (?:\d+#\d+: )?bind\(\) to (?<address>\S{1,60}):(?<port>\d{1,5}) failed \(98\b`,
    cause: 'Port {port} is already in use',
    hint: 'Stop the program that uses it, or choose another port.',
    topic: 'port {port}',
  },
  {
    pattern: String.raw`\[emerg\] (?:\d+#\d+: )?bind\(\) to (?<address>\S{1,60}):(?<port>\d{1,5}) failed \(99\b`,
    cause: 'nginx cannot listen on {address}:{port}: the server does not have this address',
    hint: 'Correct the “listen” line in /etc/nginx.',
  },
  {
    pattern: String.raw`\[emerg\] (?:\d+#\d+: )?bind\(\) to (?<address>\S{1,60}):(?<port>\d{1,5}) failed \(13\b`,
    cause: 'nginx may not listen on {address}:{port}: permission denied',
    hint: 'Look for a restriction of the service (systemctl cat nginx) or of a security module.',
  },
  {
    pattern: String.raw`\[emerg\] (?:\d+#\d+: )?(?<what>[^\n]{1,160}?) in (?<file>/[^\s:]{1,160}):(?<line>\d{1,7})`,
    cause: 'nginx rejects {file}, line {line}: {what}',
    hint: 'Correct this line. On the server: nginx -t checks the configuration.',
  },
  {
    pattern: String.raw`\[emerg\] (?:\d+#\d+: )?(?<what>[^\n]{1,160})`,
    cause: 'nginx reports: {what}',
    hint: 'On the server: nginx -t checks the configuration.',
  },
];

/** What Redis says, to stderr before it has read its configuration and to its log file afterwards. */
const REDIS_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`Could not create server TCP listening socket (?<address>\S{1,60}?):(?<port>\d{1,5}): bind: Address already in use`,
    cause: 'Port {port} is already in use',
    hint: 'Stop the program that uses it, or choose another port.',
    topic: 'port {port}',
  },
  {
    pattern: String.raw`Could not create server TCP listening socket (?<address>\S{1,60}?):(?<port>\d{1,5}): bind: Cannot assign requested address`,
    cause: 'Redis cannot listen on {address}: the server does not have this address',
    hint: 'Correct the “bind” line of its configuration.',
  },
  {
    pattern: String.raw`Reading the configuration file, at line (?<line>\d{1,7})\n[^\n]{0,300}\n[^\n]{0,60}?(?<what>[A-Za-z][^\n]{1,120})`,
    cause: 'Redis rejects line {line} of its configuration: {what}',
    hint: 'Correct this line, then try again.',
  },
  {
    pattern: String.raw`Fatal error, can't open config file '(?<file>[^'\n]{1,200})': (?<why>[^\n]{1,80})`,
    cause: 'Redis cannot read {file}: {why}',
    hint: 'Check that the file exists and belongs to the user redis.',
  },
  {
    pattern: String.raw`Can't open the log file: (?<why>[^\n]{1,80})`,
    cause: 'Redis cannot write its log file: {why}',
    hint: 'Check “logfile” in its configuration, and who owns that directory.',
  },
  {
    pattern: String.raw`Can't chdir to '(?<directory>[^'\n]{1,200})': (?<why>[^\n]{1,80})`,
    cause: 'Redis cannot use its data directory {directory}: {why}',
    hint: 'Check that the directory exists and belongs to the user redis.',
  },
  {
    pattern: String.raw`Can't handle RDB format version (?<version>\d{1,4})`,
    cause: 'The data was written by a newer version of Redis (RDB format {version})',
    hint: 'Install that version, or move the data away and start empty.',
  },
  {
    pattern: String.raw`(?:Bad file format reading the append only file|Wrong signature trying to load DB from file|Short read or OOM loading DB|Fatal error loading the DB|Unexpected end of file reading the append only file)(?<what>[^\n]{0,80})`,
    cause: 'Redis cannot read its data{what}',
    hint: 'Check the files with redis-check-rdb or redis-check-aof; copy them before you repair them.',
  },
];

/** What most programs say of a port that is taken. */
const COMMON_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`^(?=[^\n]{0,400}(?:A|a)ddress already in use)[^\n]{0,300}?(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]{0,45}\]|::|\*):(?<port>\d{1,5})\b`,
    cause: 'Port {port} is already in use',
    hint: 'Stop the program that uses it, or choose another port.',
    topic: 'port {port}',
  },
  {
    pattern: 'Address already in use|address already in use',
    cause: 'A port that the service needs is already in use',
    hint: 'On the server: ss -ltnp shows which program uses which port.',
  },
];

/** Causes that services name when they cannot start: also amid the output of a package that starts its service. */
export const SERVICE_CAUSES: readonly KnownFailure[] = [
  ...NGINX_CAUSES,
  ...APACHE_CAUSES,
  ...REDIS_CAUSES,
  ...PHP_CAUSES,
  ...POSTGRES_CAUSES,
  ...MARIADB_CAUSES,
  ...FAIL2BAN_CAUSES,
  ...POSTFIX_CAUSES,
  ...COMMON_CAUSES,
];

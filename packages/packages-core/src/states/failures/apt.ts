import type { KnownFailure } from '@milepost/contract/plan';

/** What apt says (LC_ALL=C) when a repository cannot be used. `repository` is "http://host/debian bookworm InRelease". */
const REPOSITORY_FAILURES: readonly KnownFailure[] = [
  {
    pattern: String.raw`^(?:Err:\d+ (?<repository>\S{1,200}(?: \S{1,60})?)[^\n]{0,120}\n {2}|[WE]: [^\n]{0,200}?(?:GPG error|OpenPGP signature verification failed): (?<url>\S{1,200}(?: [^\s:]{1,60})?)[^\n]{0,40}: )[^\n]{0,400}?(?:NO_PUBKEY|Missing key) (?<key>[0-9A-F]{8,40})`,
    cause: 'The key {key} of the repository {repository}{url} is missing on this server',
    hint: 'Install the repository’s signing key, or remove the repository from /etc/apt/sources.list.d.',
  },
  {
    pattern: String.raw`^(?:Err:\d+ (?<repository>\S{1,200}(?: \S{1,60})?)[^\n]{0,120}\n {2}|E: Failed to fetch (?<url>\S{1,300}) {2})(?<status>40[13]) [^\n]{0,100}$`,
    cause: 'The repository {repository}{url} refuses access ({status})',
    hint: 'Check its address and credentials (/etc/apt/auth.conf.d), or remove it from /etc/apt/sources.list.d.',
  },
  {
    pattern: String.raw`^(?:Err:\d+ (?<repository>\S{1,200}(?: \S{1,60})?)[^\n]{0,120}\n {2}|E: Failed to fetch (?<url>\S{1,300}) {2})(?:404 |File not found)`,
    cause: 'The repository {repository}{url} does not have this file (404)',
    hint: 'Its release may be gone: check its address in /etc/apt/sources.list.d, and refresh the package lists.',
  },
  {
    pattern: String.raw`^(?:Err:\d+ (?<repository>\S{1,200}(?: \S{1,60})?)[^\n]{0,120}\n {2}|E: Failed to fetch (?<url>\S{1,300}) {2})(?:Temporary failure resolving|Could not resolve) '(?<host>[^'\n]{1,200})'`,
    cause: 'The name {host} of the repository cannot be resolved',
    hint: 'Check the server’s DNS (/etc/resolv.conf), or the address of the repository.',
  },
  {
    pattern: String.raw`^(?:Err:\d+ (?<repository>\S{1,200}(?: \S{1,60})?)[^\n]{0,120}\n {2}|E: Failed to fetch (?<url>\S{1,300}) {2})(?:Could not connect to|Unable to connect to|Cannot initiate the connection to|Could not handshake|Connection failed|Connection timed out)`,
    cause: 'The repository {repository}{url} cannot be reached',
    hint: 'Check the server’s network, firewall and proxy (/etc/apt/apt.conf.d).',
  },
  {
    pattern: String.raw`Certificate verification failed: The certificate is NOT trusted`,
    cause: 'The TLS certificate of a repository is not trusted',
    hint: 'Check the server’s clock (date) and its package ca-certificates.',
  },
  {
    pattern: String.raw`^E: Release file for (?<url>\S{1,300}) is not valid yet`,
    cause: 'The server’s clock is behind: the repository {url} is dated in the future',
    hint: 'Set the clock (timedatectl), then try again.',
  },
  {
    pattern: String.raw`^E: Release file for (?<url>\S{1,300}) is expired`,
    cause: 'The repository {url} has expired: its mirror is out of date, or the server’s clock is ahead',
    hint: 'Check the clock (date), or choose another mirror.',
  },
  {
    pattern: String.raw`Clearsigned file isn't valid, got 'NOSPLIT'`,
    cause: 'Something else answers in place of a repository',
    hint: 'A proxy or login page may stand in between: check the server’s network.',
  },
  {
    pattern: String.raw`^E: The repository 'cdrom:`,
    cause: 'The installation medium is still listed as a repository',
    hint: 'Remove the line that begins with “deb cdrom:” from /etc/apt/sources.list.',
  },
  {
    pattern: String.raw`^E: The repository '(?<repository>[^'\n]{1,300})' is not signed`,
    cause: 'The repository {repository} is not signed',
    hint: 'Remove it from /etc/apt/sources.list.d, or add its signing key.',
  },
  {
    pattern: String.raw`^E: The repository '(?<repository>[^'\n]{1,300})' (?:does not have a Release file|no longer has a Release file)`,
    cause: 'The repository {repository} has no Release file',
    hint: 'Its address or its suite does not exist (any more): check it in /etc/apt/sources.list.d.',
  },
  {
    pattern: String.raw`^E: (?:Malformed (?:entry|line|stanza) (?<line>\d{1,6})|Type '[^'\n]{1,80}' is not known on (?:line|stanza) (?<at>\d{1,6})) in (?:source )?list(?: file)? (?<file>/[^\s(]{1,200})`,
    cause: '{file} has an error at entry {line}{at}',
    hint: 'Correct it or remove the file: apt does nothing until then.',
  },
  {
    pattern: String.raw`^E: Conflicting values set for option (?<option>\S{1,40}) regarding source (?<repository>\S{1,200})`,
    cause: 'The repository {repository} is listed twice with different values of {option}',
    hint: 'Remove one of the two from /etc/apt/sources.list.d.',
  },
];

/** What apt says when it cannot install or remove. */
const RESOLVER_FAILURES: readonly KnownFailure[] = [
  {
    pattern: String.raw`^E: You don't have enough free space in (?<path>/\S{1,200}?)/?\.$`,
    cause: 'There is not enough space in {path}',
    hint: 'Free space there, then try again.',
    topic: 'disk',
  },
  {
    pattern: String.raw`^E: Could not get lock (?<file>/\S{1,200}?)\. It is held by process (?<pid>\d{1,10}) \((?<program>[^)\n]{1,40})\)`,
    cause: 'Another package manager is running: {program} (process {pid})',
    hint: 'Wait for it to finish, then try again.',
  },
  {
    pattern: String.raw`^You might want to run 'apt(?:-get)? --fix-broken install' to correct these\.\n(?:The following packages have unmet dependencies:\n)? (?<package>[^\s:]{1,80})(?::\S{1,20})? : (?:Pre)?Depends: (?<needs>[^\n]{1,120}?) but (?<why>[^\n]{1,80})$`,
    cause: '{package} is installed without what it needs: {needs}',
    hint: 'apt refuses every change until this is fixed. On the server: apt --fix-broken install, or remove {package}.',
  },
  {
    pattern: String.raw`^ (?<package>[^\s:]{1,80})(?::\S{1,20})? : (?:Pre)?Depends: (?<needs>[^\n]{1,120}?) but (?<why>[^\n]{1,80})$`,
    cause: '{package} needs {needs}, but {why}',
    hint: 'On the server: apt-cache policy {package} shows which repositories offer which version.',
  },
  {
    pattern: String.raw`^ (?<package>[^\s:]{1,80})(?::\S{1,20})? : Conflicts: (?<other>[^\n]{1,120})$`,
    cause: '{package} conflicts with {other}',
    hint: 'Remove one of the two.',
  },
  {
    pattern: String.raw`^The following held packages will be changed:\n {1,4}(?<package>[^\s]{1,80})`,
    cause: 'The package {package} is on hold',
    hint: 'Somebody held it back on purpose. To release it, on the server: apt-mark unhold {package}',
  },
  {
    pattern: String.raw`^E: Unable to locate package (?<package>\S{1,80})`,
    cause: 'No repository of this server has the package {package}',
    hint: 'Check that the distribution’s own repository is in /etc/apt/sources.list, and refresh the package lists.',
  },
  {
    pattern: String.raw`^E: Package '(?<package>[^'\n]{1,80})' has no installation candidate`,
    cause: 'No repository of this server has the package {package}',
    hint: 'Check that the distribution’s own repository is in /etc/apt/sources.list, and refresh the package lists.',
  },
  {
    pattern: String.raw`^E: The package (?<package>\S{1,80}) needs to be reinstalled, but I can't find an archive for it`,
    cause: 'The package {package} is half installed, and no repository has it',
    hint: 'On the server: dpkg --remove --force-remove-reinstreq {package}',
  },
  {
    pattern: String.raw`^E: dpkg was interrupted`,
    cause: 'An earlier run of dpkg was interrupted',
    hint: 'On the server: dpkg --configure -a',
  },
  {
    pattern: String.raw`^E: The method driver (?<driver>/\S{1,200}) could not be found`,
    cause: 'apt cannot use a repository: {driver} is missing',
    hint: 'Install the package that provides it, or remove the repository from /etc/apt/sources.list.d.',
  },
];

/** Causes that apt names, for states that install, remove or refresh. */
export const APT_CAUSES: readonly KnownFailure[] = [...REPOSITORY_FAILURES, ...RESOLVER_FAILURES];

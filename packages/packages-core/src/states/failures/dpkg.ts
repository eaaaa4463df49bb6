import type { KnownFailure } from '@milepost/contract/plan';

/** What dpkg says (LC_ALL=C). It carries on with other packages after an error, so the first one counts. */
export const DPKG_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`^dpkg: error processing package (?<package>[^\s:]{1,80})(?::\S{1,20})? \(--(?:configure|install|unpack)\):\n (?:installed|new|old) \S{1,80} package (?<script>\S{1,40}) script subprocess (?:(?:returned error|failed with) exit status (?<code>\d{1,3})|was killed by signal \((?<signal>[^)\n]{1,40})\))`,
    cause: 'The package {package} cannot be configured: its {script} script failed ({code}{signal})',
    hint: 'apt refuses other changes until then. On the server: dpkg --configure {package} shows why; apt-get remove {package} gives it up.',
  },
  {
    pattern: String.raw`^dpkg: error processing package (?<package>[^\s:]{1,80})(?::\S{1,20})? \(--(?:remove|purge)\):\n (?:installed|new|old) \S{1,80} package (?<script>\S{1,40}) script subprocess (?:(?:returned error|failed with) exit status (?<code>\d{1,3})|was killed by signal \((?<signal>[^)\n]{1,40})\))`,
    cause: 'The package {package} cannot be removed: its {script} script failed ({code}{signal})',
    hint: 'On the server: dpkg --remove {package} shows why.',
  },
  {
    pattern: String.raw`^dpkg: dependency problems prevent configuration of (?<package>[^\s:]{1,80})(?::\S{1,20})?:\n \S{1,80} depends on (?<needs>[^\n;]{1,120}); however:\n {2}(?<why>[^\n]{1,160}?)\.?$`,
    cause: '{package} is installed without what it needs: {needs}',
    hint: 'apt refuses every change until this is fixed. On the server: apt --fix-broken install, or dpkg --remove {package}',
  },
  {
    pattern: String.raw`^ ?trying to overwrite '(?<file>[^'\n]{1,200})', which is also in package (?<package>\S{1,80})`,
    cause: '{file} already belongs to the package {package}',
    hint: 'The two packages cannot be installed together: remove {package} first.',
  },
  {
    pattern: String.raw`end of file on stdin at conffile prompt`,
    cause: 'dpkg asks what to do with a configuration file that was edited',
    hint: 'On the server: dpkg --configure -a, and answer the question.',
  },
  {
    pattern: String.raw`^dpkg: (?:error: )?dpkg (?:frontend lock|database lock|status database) (?:was|is) locked by another process(?: with pid (?<pid>\d{1,10}))?`,
    cause: 'Another run of dpkg is in progress',
    hint: 'Wait for it to finish, then try again.',
  },
  {
    pattern: String.raw`^dpkg: (?:unrecoverable fatal )?error[^\n]{0,80}(?:parsing file|reading) '?(?<file>/var/lib/dpkg/[^\s',:]{1,120})`,
    cause: 'dpkg’s database is damaged: {file}',
    hint: 'Restore it from a copy in /var/backups (dpkg.status.*) or /var/lib/dpkg/status-old.',
  },
  {
    pattern: String.raw`files list file for package '(?<package>[^'\n]{1,80})' (?:is missing final newline|contains empty filename)`,
    cause: 'dpkg’s record of the package {package} is damaged',
    hint: 'On the server: apt-get install --reinstall {package}, after removing /var/lib/dpkg/info/{package}.list',
  },
  {
    pattern: String.raw`^dpkg: (?:warning|error): '(?<program>[^'\n]{1,60})' not found in PATH or not executable`,
    cause: 'dpkg needs the program {program}, which is missing on the server',
    hint: 'Install the package that provides it again.',
  },
  {
    pattern: String.raw`^dpkg-deb: error: (?:'?(?<file>/[^\s':]{1,200})|archive)[^\n]{0,120}(?:not a Debian format archive|unexpected end of file|lzma error|corrupt)`,
    cause: 'A downloaded package is damaged: {file}',
    hint: 'On the server: apt-get clean, then try again.',
  },
];

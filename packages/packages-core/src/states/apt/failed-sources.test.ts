import { expect, test } from 'vitest';
import { sh } from '../../dsl/sh';
import { localShell } from '../../dsl/testing/local-shell';

/** What `mp_failed_sources` makes of a log. */
const failedSources = (log: string) =>
  localShell()(sh`log=$(mktemp); printf %s ${log} >"$log"; mp_failed_sources "$log"`.script, {});

const GOOD = 'Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]\n';

test.each([
  [
    'without its key',
    `${GOOD}\u001b]6973;progress;5;9;files;Downloading;\u0007Err:4 http://deb.debian.org/debian bookworm-backports InRelease
  The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 6ED0E7B82643E131 NO_PUBKEY 78DBA3BC47EF2265
Reading package lists...
E: The repository 'http://deb.debian.org/debian bookworm-backports InRelease' is not signed.
`,
    'http://deb.debian.org/debian\tbookworm-backports\tits signing key 6ED0E7B82643E131 is missing on this server\n',
  ],
  [
    'that refuses access',
    `Err:1 http://repo.example/debian stable InRelease
  403  Forbidden [IP: 192.0.2.1 80]
${GOOD}E: Failed to fetch http://repo.example/debian/dists/stable/InRelease  403  Forbidden [IP: 192.0.2.1 80]
E: The repository 'http://repo.example/debian stable InRelease' is not signed.
`,
    'http://repo.example/debian\tstable\t403 Forbidden\n',
  ],
  [
    'of which an index failed',
    `Err:7 http://repo.example/debian/ stable/main amd64 Packages\n  File has unexpected size\nE: Some index files failed to download. They have been ignored.\n`,
    'http://repo.example/debian\tstable\tFile has unexpected size\n',
  ],
  [
    'that was never signed',
    `${GOOD}Ign:2 file:/root/flat ./ Release.gpg\nE: The repository 'file:/root/flat ./ Release' is not signed.\n`,
    'file:/root/flat\t.\tit is not signed\n',
  ],
  [
    'that has expired',
    `E: Release file for http://repo.example/debian/dists/stable/InRelease is expired (invalid since 3d).\n`,
    'http://repo.example/debian\tstable\tits release file is expired (invalid since 3d)\n',
  ],
])('a repository %s is reported with the reason', async (_what, log, output) => {
  expect(await failedSources(log)).toEqual({ exitCode: 0, output });
});

test.each([
  [
    'something else went wrong too',
    'Err:1 http://a/b c InRelease\n  403  Forbidden\nE: Could not open lock file /x - open (28: No space left on device)\n',
  ],
  ['no repository is named', `${GOOD}Reading package lists...\n`],
  [
    'the list of sources cannot be read',
    "E: Type 'blah' is not known on line 1 in source list /etc/apt/sources.list.d/x.list\nE: The list of sources could not be read.\n",
  ],
])('where %s no repository is taken to be left out', async (_what, log) => {
  expect((await failedSources(log)).exitCode).toBe(1);
});

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { StateHarness } from '../../dsl/testing/state-harness';
import { Secret } from '../../dsl/secret';
import * as command from '../command';
import { checkout } from './git';
import { extracted } from './archive';
import { download } from './download';

const server = new StateHarness(inject('labServers')[0]!);
afterAll(() => server.end());
const MINUTES = 60_000;

/** A web server of a few lines, for there is no other on a small Debian. */
const SERVE = `use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8123, Listen => 9, ReuseAddr => 1) or die;
while (my $c = $s->accept) { my $r = <$c>; while (<$c> =~ /\\S/) {} my ($f) = $r =~ m{^GET /(\\w[\\w.]*) };
if (open my $h, "<", "/srv/www/$f") { local $/; my $b = <$h>; print $c "HTTP/1.0 200 OK\\r\\nContent-Length: ", length $b, "\\r\\n\\r\\n$b" } else { print $c "HTTP/1.0 404 Not Found\\r\\n\\r\\n" } close $c }`;

/** A zip archive of app-1/bin/app and app-1/README. */
const ZIP = [
  'UEsDBBQAAAAAAAAAIVzCt8U5BAAAAAQAAAANAAAAYXBwLTEvYmluL2FwcGFwcApQSwMEFAAAAAAAAAAhXCmlmeEF',
  'AAAABQAAAAwAAABhcHAtMS9SRUFETUVyZWFkClBLAQIUAxQAAAAAAAAAIVzCt8U5BAAAAAQAAAANAAAAAAAAAAAA',
  'AADtAQAAAABhcHAtMS9iaW4vYXBwUEsBAhQDFAAAAAAAAAAhXCmlmeEFAAAABQAAAAwAAAAAAAAAAAAAAO0BLwAA',
  'AGFwcC0xL1JFQURNRVBLBQYAAAAAAgACAHUAAABeAAAAAAA=',
].join('');

beforeAll(async () => {
  await server.run(`
    mkdir -p /srv/www/app/bin /opt/trial; cd /srv/www; echo app >app/bin/app; tar -czf app.tgz app
    cat >/root/serve.pl <<'end'\n${SERVE}\nend
    systemd-run -q --unit=serve perl /root/serve.pl
    export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends curl git unzip`);
}, 5 * MINUTES);

describe('download and archive', () => {
  test('a file is downloaded, extracted, and both are undone', async () => {
    const sha256 = await server.run('sha256sum </srv/www/app.tgz | cut -c1-64');
    await server.expectThereAndBack(
      [
        download('http://127.0.0.1:8123/app.tgz', { sha256, to: '/opt/app.tgz' }),
        extracted('/opt/app.tgz', { to: '/opt/trial/app-1', strip: 1, owner: 'www-data:www-data' }),
      ],
      {
        between: async () =>
          expect(await server.run('stat -c %U /opt/trial/app-1/bin/app; cat /opt/trial/app-1/bin/app')).toBe(
            'www-data\napp',
          ),
      },
    );
    expect(await server.run('ls -A /opt /opt/trial')).toBe('/opt:\ntrial\n\n/opt/trial:');
  });

  test.each([
    ['http://127.0.0.1:8123/none', '404'],
    ['http://127.0.0.1:8123/app.tgz', 'has the SHA-256'],
    ['http://127.0.0.1:9/', 'Failed to connect'],
  ])('%s is not kept, and why is said', async (url, reason) => {
    const wrong = download(url, { sha256: '0'.repeat(64), to: '/opt/wrong' });
    await expect(server.bringAbout(wrong)).rejects.toThrow(reason);
    expect(await server.run('ls -A /opt')).toBe('trial');
  });

  test('a zip archive is extracted, without the directory that holds it all', async () => {
    await server.run(`echo ${ZIP} | base64 -d >/opt/app.zip`);
    await server.expectThereAndBack(extracted('/opt/app.zip', { to: '/opt/trial/zip', strip: 1 }), {
      between: async () =>
        expect(await server.run('cat /opt/trial/zip/bin/app /opt/trial/zip/README; ls -A /opt/trial')).toBe(
          'app\nread\nzip',
        ),
    });
    await server.run('rm /opt/app.zip');
  });

  test('apt’s helper downloads where there is no curl', async () => {
    const sha256 = await server.run('sha256sum </srv/www/app.tgz | cut -c1-64');
    await server.run(
      `mv /usr/bin/curl /root/; echo 'Acquire::http::Proxy::127.0.0.1 "DIRECT";' >/etc/apt/apt.conf.d/99trial`,
    );
    await server.expectThereAndBack(
      download('http://127.0.0.1:8123/app.tgz', { sha256, to: '/opt/app.tgz' }),
    );
    await server.run('mv /root/curl /usr/bin/');
  });
});

describe('git and typed commands', () => {
  const GIT = 'git -c user.name=a -c user.email=a@b';

  test(
    'a branch is checked out over ssh with a deploy key, which is in no file',
    { timeout: 3 * MINUTES },
    async () => {
      await server.run(`
      useradd -m git; useradd -m site; install -d -o site /srv/site
      ssh-keygen -q -t ed25519 -N '' -f /root/deploy
      install -d -m 700 -o git ~git/.ssh; install -m 600 -o git /root/deploy.pub ~git/.ssh/authorized_keys
      runuser -u git -- sh -c 'cd; git init -q -b main app; cd app; echo one >file; git add -A; ${GIT} commit -qm one'`);
      const deployKey = `${await server.run('cat /root/deploy; rm /root/deploy')}\n`;
      const state = checkout('/srv/site/release', {
        ...{ repository: 'git@127.0.0.1:app', ref: 'main', user: 'site', key: new Secret('deployKey') },
      });
      const secrets = { deployKey };
      await server.expectThereAndBack(state, {
        secrets,
        between: async () => {
          expect(await server.run('stat -c "%U" /srv/site/release/file; cat /srv/site/release/file')).toBe(
            'site\none',
          );
          const middle = deployKey.split('\n')[2] ?? '';
          expect(
            await server.run(
              `grep -rlF '${middle}' /srv /home /tmp /var/lib/milepost* /run 2>/dev/null; pgrep ssh-agent`,
            ),
          ).toBe('');
        },
      });
      expect(await server.run('ls -A /srv/site')).toBe('');
      await server.bringAbout(state, secrets);
      await server.run(`runuser -u git -- sh -c 'cd ~git/app; echo two >file; ${GIT} commit -qam two'`);
      await server.expectThereAndBack(state, {
        secrets,
        between: async () => expect(await server.run('cat /srv/site/release/file')).toBe('two'),
      });
      expect(await server.run('cat /srv/site/release/file')).toBe('one');
    },
  );

  test('a typed command runs as the user, in its directory', async () => {
    const typed = command.typed('id -un; pwd; env | grep -c MP_ || :', {
      directory: '/srv/site',
      user: 'site',
    });
    expect((await server.bringAbout(typed)).output).toBe('site\n/srv/site\n0\n');
    await expect(server.bringAbout(command.typed('id', { directory: '/srv/site' }))).rejects.toThrow(
      'never runs as root',
    );
  });
});

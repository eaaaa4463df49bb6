import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { catchMail } from '../../dsl/testing/mail-catcher';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { StateHarness } from '../../dsl/testing/state-harness';
import { sum } from '../../dsl/testing/sum-applied';
import { POSTFIX_CAUSES } from '../../states/failures/postfix';
import postfix from './postfix';

const MINUTES = 60_000;
const systems = labSystems();
const [, second] = inject('labServers');

const NAME = 'relay.example.test';
const USER = 'web-1@example.org';
const PASSWORD = 'canary-x7qz-`id`$HOME"\\:#-0123456789';
const FILES = '/etc/postfix/sasl_passwd /etc/postfix/sasl_passwd.db';
const peer = new StateHarness(second!);
let relay: Awaited<ReturnType<typeof catchMail>>;
beforeAll(
  async () => (relay = await catchMail(peer, { name: NAME, user: USER, password: PASSWORD })),
  5 * MINUTES,
);
afterAll(() => peer.end());

describe.each(systems)('on $system', ({ system, access }) => {
  let server: PackageHarness;
  beforeAll(async () => {
    server = new PackageHarness(await access(), system);
    await server.readOutput(`echo '${second!.host} ${NAME}' >>/etc/hosts`);
  }, 10 * MINUTES);
  afterAll(() => server.end());

  const first = {
    ...{ relay: NAME, port: 2525, tls: 'none', user: USER, password: PASSWORD },
    ...{ sender: 'web-1@example.org', administrator: 'ada@example.com' },
  };
  const run = (operation: string, input = {}) => server.run(postfix, { operation, input, installed: first });
  const change = (input: object) =>
    server.run(postfix, { operation: 'install', input: { ...first, ...input }, installed: first });
  const isUp = () =>
    server.readOutput(
      'systemctl is-active postfix; systemctl is-enabled postfix; postfix status 2>/dev/null; echo $?',
    );
  const UP = 'active\nenabled\n0';
  const started = () => server.readOutput('systemctl show -P InvocationID postfix');
  const listeners = () => server.readOutput(`ss -Hltnp | awk '/master/ { print $4 }' | sort | tr '\n' ' '`);
  const send = (from: string, to: string, subject: string) =>
    server.readOutput(
      `printf 'From: %s\nTo: %s\nSubject: %s\n\nHello.\n' ${from} ${to} ${subject} | sendmail -f ${from} ${to}`,
    );
  /** A message that waits. */
  const defer = () =>
    server.readOutput(
      'postconf -e defer_transports=smtp; postfix reload 2>/dev/null; printf "Subject: waits\\n\\nHello.\\n" | sendmail grace@example.net; sleep 1; postconf -X defer_transports',
    );
  const queue = () => server.readOutput('postqueue -p');
  /** The one message that was caught: over what, from whom, to whom. */
  const next = async () => {
    const all: string[] = [];
    const look = async () => {
      await server.readOutput('postqueue -f');
      return all.push(...(await relay.caught()));
    };
    await expect.poll(look, { timeout: 30_000, interval: 500 }).toBe(1);
    return all[0]!.split('\n');
  };

  test(
    'is installed without ever listening for other computers, and sends by the relay',
    { timeout: 5 * MINUTES },
    async () => {
      await server.readOutput(
        `systemd-run -q --unit=watch sh -c 'while :; do ss -Hltn "sport = :25" | awk "{ print \\$4 }"; sleep 0.05; done >/run/seen'`,
      );
      const done = await server.install(postfix, first);
      expect(done.applied).toMatchObject({ install_software: 2, configure_service: 4, start_service: 1 });
      expect(done.version).toMatch(/^3\.(7|10)\./);
      expect(await isUp()).toBe(UP);
      expect(await listeners()).toBe('127.0.0.1:25 [::1]:25');
      expect(await server.readOutput('systemctl stop watch; sort -u /run/seen')).toBe(
        '127.0.0.1:25\n[::1]:25',
      );
      await send('app@shop.example', 'grace@example.net', 'first');
      const [over, from, to, ...text] = await next();
      expect([over, from, to]).toEqual(['plain', '<web-1@example.org>', '<grace@example.net>']);
      expect(text).toEqual(expect.arrayContaining(['From: web-1@example.org', 'Subject: first', 'Hello.']));
      expect(await queue()).toBe('Mail queue is empty');
      expect(done.output).not.toContain('canary');
    },
  );

  test('keeps the password to root, in no other place', async () => {
    expect(await server.readOutput(`stat -c '%a %U:%G' ${FILES}`)).toBe('600 root:root\n600 root:root');
    expect(
      await server.readOutput(
        'grep -rlF canary-x7qz /etc /var/lib /var/log /run --exclude-dir=journal 2>/dev/null | sort',
      ),
    ).toBe(FILES.replace(' ', '\n'));
    expect(await server.readOutput('journalctl -o cat | grep -cF canary-x7qz')).toBe('0');
  });

  test('is there already the second time, and nothing is started', async () => {
    const before = await started();
    const { applied, started: commands, output } = await server.install(postfix, first);
    expect({ applied: sum(applied), commands, output }).toEqual({ applied: 0, commands: 0, output: '' });
    expect(await started()).toBe(before);
  });

  test('passes mail for root on to the administrator', async () => {
    await server.readOutput('printf "Subject: cron\\n\\nHello.\\n" | sendmail root');
    expect((await next()).slice(1, 3)).toEqual(['<web-1@example.org>', '<ada@example.com>']);
  });

  test('tells its sender of mail that the relay refuses, once', async () => {
    await send('app@shop.example', 'refused@example.net', 'refused');
    const [, from, to, ...text] = await next();
    expect([from, to]).toEqual(['<>', '<web-1@example.org>']);
    expect(text.join('\n')).toContain('Undelivered Mail Returned to Sender');
    await send('app@shop.example', 'refused@example.net', 'refused');
    await next();
    await expect.poll(queue).toBe('Mail queue is empty');
    expect(await relay.caught()).toEqual([]);
  });

  test('leaves the senders that applications name, where that is asked', async () => {
    await change({ rewrite: 'local' });
    await send('app@shop.example', 'grace@example.net', 'second');
    expect((await next())[1]).toBe('<app@shop.example>');
    await server.readOutput('printf "Subject: cron\\n\\nHello.\\n" | sendmail grace@example.net');
    expect((await next())[1]).toBe('<web-1@example.org>');
  });

  test('sends over TLS only to a relay whose certificate is valid', { timeout: 2 * MINUTES }, async () => {
    await change({ port: 2587, tls: 'verify' });
    await send('app@shop.example', 'grace@example.net', 'third');
    await expect.poll(queue, { timeout: 20_000, interval: 500 }).toMatch(/certificate/i);
    expect(await relay.caught()).toEqual([]);
    await server.readOutput(
      `cat >/usr/local/share/ca-certificates/lab.crt <<'END'\n${relay.authority}\nEND\nupdate-ca-certificates >/dev/null 2>&1; systemctl restart postfix`,
    );
    expect((await next()).slice(0, 3)).toEqual(['tls', '<web-1@example.org>', '<grace@example.net>']);
    await change({});
  });

  test('is not restarted with what somebody broke, and says in which line', async () => {
    const [before, main] = [await started(), await server.readOutput('cat /etc/postfix/main.cf')];
    await server.readOutput(
      'cp /etc/postfix/main.cf /root/main.cf; echo "no setting" >>/etc/postfix/main.cf',
    );
    const failure = await run('restart').then(() => '', String);
    await server.readOutput('cat /root/main.cf >/etc/postfix/main.cf');
    expect([await started(), await isUp()]).toEqual([before, UP]);
    const cause = POSTFIX_CAUSES.map(({ pattern }) => new RegExp(pattern).exec(failure)?.groups).find(
      Boolean,
    );
    expect(`${cause?.file}, line ${cause?.line}: ${cause?.what}`).toMatch(
      /^\/etc\/postfix\/main\.cf, line \d+: missing '='/,
    );
    expect(await server.readOutput('cat /etc/postfix/main.cf')).toBe(main);
    await run('restart');
    expect(await started()).not.toBe(before);
  });

  test('is at its newest version, stopped and started', async () => {
    expect((await run('update')).applied).toMatchObject({ update_software: 0, start_service: 0 });
    await run('stop');
    expect(await listeners()).toBe('');
    await run('start');
    expect(await isUp()).toBe(UP);
  });

  test(
    'keeps waiting mail when it is uninstalled, but not the password',
    { timeout: 5 * MINUTES },
    async () => {
      await defer();
      await run('uninstall');
      expect(
        await server.readOutput(`ls ${FILES} 2>/dev/null; pgrep -x master; ss -Hltn 'sport = :25'`),
      ).toBe('');
      expect(await server.readOutput('grep -c smtp_sasl /etc/postfix/main.cf')).toBe('0');
      expect(await server.status('postfix')).toBe('config-files');
    },
  );

  test(
    'is set up where somebody else has a Postfix, unless that receives mail',
    { timeout: 5 * MINUTES },
    async () => {
      await server.readOutput(
        'DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends postfix >/dev/null 2>&1; postconf -e virtual_mailbox_domains=shop.example message_size_limit=2048000',
      );
      await expect(server.install(postfix, first)).rejects.toThrow(
        'The Postfix on this server receives mail for others (virtual_mailbox_domains = shop.example).',
      );
      await server.readOutput('postconf -X virtual_mailbox_domains; cp /etc/postfix/main.cf /root/theirs');
      await server.install(postfix, first);
      expect(await next()).toContain('Subject: waits');
      expect(await server.readOutput('postconf -h message_size_limit')).toBe('2048000');
      await defer();
      await run('uninstall');
      expect(await server.readOutput('cmp /etc/postfix/main.cf /root/theirs && echo same')).toBe('same');
    },
  );

  test(
    'leaves nothing when its data is removed, but an archive of waiting mail',
    { timeout: 5 * MINUTES },
    async () => {
      await run('uninstall', { removeData: true });
      expect(await server.status('postfix')).toBe('');
      expect(
        await server.readOutput(
          'ls -d /etc/postfix /var/spool/postfix 2>/dev/null; ls /var/backups/postfix | wc -l',
        ),
      ).toBe('1');
      expect(sum((await run('uninstall', { removeData: true })).applied)).toBe(0);
    },
  );
});

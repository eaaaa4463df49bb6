import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFindings } from '@milepost/contract/finding';
import { beforeEach, describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { relocated } from '../../dsl/testing/relocated';
import { compiled, runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { debianPort } from './debian-site';
import { defaultSite, listens, noOtherDefault } from './sites';

const folder = testFolder();
const at = (path: string) => join(folder.home, 'apache2', path);

/** An Apache that prints its configuration as the test has it, and refuses the same port twice. */
const APACHE2CTL = String.raw`
case "$*" in
  *DUMP_CONFIG*) cat "$HOME_OF_TEST/dump" ;;
  configtest)
    if [ "$(cat "$HOME_OF_TEST"/apache2/conf-enabled/*.conf "$HOME_OF_TEST/apache2/ports.conf" 2>/dev/null | grep -c "^Listen 8080$")" -gt 1 ]; then
      echo 'AH00526: Syntax error on line 2: Cannot define multiple Listeners on the same IP:port'; exit 1
    fi ;;
esac`;
const DPKG_QUERY = String.raw`
case "$*" in *Status*) echo installed ;; *Conffiles*) echo " $HOME_OF_TEST/apache2/sites-available/000-default.conf $(md5sum <"$HOME_OF_TEST/apache2/sites-available/000-default.conf" | cut -c1-32)" ;; esac`;

async function shell(captured = '') {
  const fakes = await shellWith(
    folder.home,
    { apache2ctl: APACHE2CTL, 'dpkg-query': DPKG_QUERY },
    { captured },
  );
  // The places that the functions know as constants.
  const here = [
    `mp_apache_own_site=${at('sites-enabled/000-milepost.conf')}`,
    `mp_apache_own_listen=${at('conf-enabled/milepost-listen.conf')}`,
    `mp_apache_site_link=${at('sites-enabled/000-default.conf')}`,
    `mp_apache_site_file=${at('sites-available/000-default.conf')}`,
    `mp_apache_site_disabled=${at('sites-available/000-default.conf.before-milepost')}`,
    `mp_apache_ports=${at('ports.conf')}`,
  ];
  return relocated((script, secrets) => fakes([...here, script].join('\n'), secrets), {
    '/etc/apache2': join(folder.home, 'apache2'),
    'root:root': folder.owner,
  });
}

/** The configuration as Apache prints it: a file, then a line and a directive each. */
async function dump(...files: [file: string, ...lines: string[]][]) {
  const text = files.map(([file, ...lines]) =>
    [
      `# In file: ${at(file)}`,
      ...lines.map(
        (line, i) => `${line.startsWith(' ') ? '  ' : ''}# ${String(i + 1).padStart(3)}:\n${line}`,
      ),
    ].join('\n'),
  );
  await writeFile(join(folder.home, 'dump'), `${text.join('\n')}\n`);
}
const PORTS: [string, ...string[]] = ['ports.conf', 'Listen 80'];

beforeEach(async () => {
  for (const part of ['sites', 'conf'])
    for (const kind of ['available', 'enabled']) await mkdir(at(`${part}-${kind}`), { recursive: true });
  await writeFile(at('sites-available/000-default.conf'), '<VirtualHost *:80>\n</VirtualHost>\n');
  await writeFile(
    at('ports.conf'),
    '# Of Debian\nListen 80\n\n<IfModule ssl_module>\n\tListen 443\n</IfModule>\n',
  );
  await dump(PORTS);
});

const shown = (text: string) => text.replaceAll(folder.home, '…');
async function reasons(port: number) {
  const { preview } = compiled(noOtherDefault({ port, field: 'port' }));
  const { output } = await (await shell())(preview!.script, {});
  return parseFindings(output).map(({ sentence }) => shown(sentence));
}

describe('a default site', () => {
  const SHOP = 'sites-enabled/shop.conf';
  test.each<[name: string, files: [string, ...string[]][], reasons: string[]]>([
    ['on a port that nobody has', [[SHOP, '<VirtualHost *:81>', '  ServerAlias *', '</VirtualHost>']], []],
    [
      'beside a site that has a name',
      [[SHOP, '<VirtualHost *:80>', '  ServerName shop.example.org', '</VirtualHost>']],
      [],
    ],
    [
      'instead of a site for all names',
      [[SHOP, 'Define X 1', '<VirtualHost *:80 *:81>', '  DocumentRoot "/srv"', '</VirtualHost>']],
      [
        'The site in …/apache2/sites-enabled/shop.conf, line 2, answers all requests on port 80 that no other site answers, and would no longer be reached: choose another port, or give it a ServerName.',
      ],
    ],
    [
      'behind a site that is read first',
      [
        [
          'sites-enabled/000-a.conf',
          '<VirtualHost _default_>',
          '  ServerName a.example.org',
          '</VirtualHost>',
        ],
      ],
      [
        'The site in …/apache2/sites-enabled/000-a.conf, line 1, is already the default site on port 80: choose another port.',
      ],
    ],
    [
      'behind a site outside of the directory of sites',
      [['conf-enabled/z.conf', '<VirtualHost *:80>', '  ServerName a.example.org', '</VirtualHost>']],
      [
        'The site in …/apache2/conf-enabled/z.conf, line 1, is already the default site on port 80: choose another port.',
      ],
    ],
    [
      'beside a site of one address',
      [[SHOP, '<VirtualHost 127.0.0.1:80 [::1]:81>', '  ServerName shop.example.org', '</VirtualHost>']],
      [
        'The site in …/apache2/sites-enabled/shop.conf, line 1, answers on 127.0.0.1:80, where the default page would not be reached: choose another port.',
      ],
    ],
    [
      'beside a site that takes every name',
      [
        [
          SHOP,
          '<VirtualHost *:80>',
          '  ServerName shop.example.org',
          '  ServerAlias "*.example.org" 127.*',
          '</VirtualHost>',
        ],
      ],
      [
        'The site in …/apache2/sites-enabled/shop.conf, line 1, answers to the name 127.0.0.1 on port 80: choose another port.',
      ],
    ],
    [
      'beside one with TLS',
      [[SHOP, '<VirtualHost *:80>', '  ServerName shop.example.org', '  SSLEngine on', '</VirtualHost>']],
      [
        'The site in …/apache2/sites-enabled/shop.conf, line 1, answers on port 80 with TLS: choose another port.',
      ],
    ],
    [
      'where the server answers without a site',
      [['apache2.conf', 'DocumentRoot /srv/shop']],
      ['Apache answers on port 80 without a site, by …/apache2/apache2.conf, line 1: choose another port.'],
    ],
    [
      'with an odd name of another site',
      [
        [
          SHOP,
          '<VirtualHost *:80>',
          '  ServerName shop.example.org',
          '  ServerAlias (a+ [b',
          '</VirtualHost>',
        ],
      ],
      [],
    ],
  ])('%s', async (_name, files, expected) => {
    await dump(PORTS, ...files);
    expect(await reasons(80)).toEqual(expected);
  });

  test('is not possible where Apache listens on one address of the port alone', async () => {
    await dump(['ports.conf', 'Listen 127.0.0.1:8080', 'Listen 8443 https']);
    expect([await reasons(8080), await reasons(8443)]).toEqual([
      [
        '…/apache2/ports.conf, line 1, makes Apache listen on 127.0.0.1:8080 alone: choose another port, or remove the address there.',
      ],
      ['…/apache2/ports.conf, line 2, makes Apache listen on port 8443 for https: choose another port.'],
    ]);
  });

  test('says whose requests it takes over, unless it is there already', async () => {
    const shop: [string, ...string[]] = [
      SHOP,
      '<VirtualHost *:80>',
      '  ServerName shop.example.org',
      '</VirtualHost>',
    ];
    const ours: [string, ...string[]] = [
      'sites-enabled/000-milepost.conf',
      '<VirtualHost *:80>',
      '</VirtualHost>',
    ];
    const changes = async () => {
      const [site] = defaultSite({ port: 80, field: 'port' }, { replaceEdited: false });
      const { output } = await (await shell())(compiled(site!).preview!.script, {});
      return parseFindings(output).map(({ kind, sentence }) => `${kind}: ${shown(sentence)}`);
    };
    await dump(PORTS, shop);
    expect(await changes()).toEqual([
      'changes: The default page answers requests on port 80 for names that no site has. So far the site in …/apache2/sites-enabled/shop.conf, line 1, does.',
    ]);
    await dump(PORTS, ours, shop);
    expect([await changes(), await reasons(80)]).toEqual([[], []]);
  });
});

describe('the port', () => {
  const states = async (port: number, captured = '') => {
    const [text, link] = listens(port, { replaceEdited: false });
    return {
      text: runState(text!, { shell: await shell(captured) }),
      link: runState(link!, { shell: await shell(captured) }),
    };
  };
  const linked = () => readFile(at('conf-enabled/milepost-listen.conf'), 'utf8').catch(() => null);

  test('is opened by a file of Milepost, and closed by the undo', async () => {
    const { text, link } = await states(8080);
    expect([await text.check(), await link.check()]).toEqual([1, 1]);
    const kept = await link.capture();
    expect([(await text.apply()).exitCode, (await link.apply()).exitCode]).toEqual([0, 0]);
    expect([await text.check(), await link.check()]).toEqual([0, 0]);
    expect(await linked()).toContain('Listen 8080');
    expect((await (await states(8080, kept)).link.undo()).exitCode).toBe(0);
    expect(await linked()).toBeNull();
  });

  test('is opened once where somebody’s line opens it, also where Milepost opened another one before', async () => {
    const { text, link } = await states(8080);
    await symlink('../conf-available/milepost-listen.conf', at('conf-enabled/milepost-listen.conf'));
    await writeFile(at('ports.conf'), 'Listen 8080\n');
    await text.apply();
    await dump(['ports.conf', 'Listen 8080']);
    expect(await link.check()).toBe(1);
    expect((await link.apply()).exitCode).toBe(0);
    expect([await link.check(), await linked()]).toEqual([0, null]);
  });
});

describe('Debian’s line Listen 80', () => {
  const state = async (port: number, captured = '') =>
    runState(debianPort(port), { shell: await shell(captured) });
  const disableSite = () =>
    symlink('../sites-available/000-default.conf', at('sites-available/000-default.conf.before-milepost'));
  const ASIDE =
    '# Of Debian\n# Disabled by Milepost: Listen 80\n\n<IfModule ssl_module>\n\tListen 443\n</IfModule>\n';

  test('becomes a comment where nobody is on port 80, and is a line again on port 80 and by the undo', async () => {
    await disableSite();
    const before = await readFile(at('ports.conf'), 'utf8');
    expect(await (await state(8080)).check()).toBe(1);
    const kept = await (await state(8080)).capture();
    expect((await (await state(8080)).apply()).exitCode).toBe(0);
    expect(await readFile(at('ports.conf'), 'utf8')).toBe(ASIDE);
    expect([await (await state(8080)).check(), await (await state(80)).check()]).toEqual([0, 1]);
    await (await state(80)).apply();
    expect(await readFile(at('ports.conf'), 'utf8')).toBe(before);
    await (await state(8080)).apply();
    await (await state(8080, kept)).undo();
    expect(await readFile(at('ports.conf'), 'utf8')).toBe(before);
  });

  test('stays where somebody has a site there, or has disabled Debian’s site', async () => {
    expect(await (await state(8080)).check()).toBe(0);
    await disableSite();
    await dump(PORTS, ['sites-enabled/shop.conf', '<VirtualHost *>', '</VirtualHost>']);
    expect(await (await state(8080)).check()).toBe(0);
  });

  test('stays as it is where Apache does not accept its configuration', async () => {
    await disableSite();
    await writeFile(join(folder.home, 'dump'), '');
    expect(await (await state(8080)).check()).toBe(0);
    await writeFile(at('ports.conf'), ASIDE);
    expect(await (await state(8080)).check()).toBe(0);
  });
});

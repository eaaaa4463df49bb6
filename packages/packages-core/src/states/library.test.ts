import { expect, test } from 'vitest';
import { path, stamp } from '../dsl/values/path';
import { Secret } from '../dsl/secret';
import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { stateViolations } from '../dsl/testing/there-and-back';
import * as debianApache from './apache/debian-site';
import * as modules from './apache/modules';
import * as apache from './apache/server';
import * as sites from './apache/sites';
import { held, notHeld } from './apt/held';
import { repositoryAbsent } from './apt/repository';
import * as command from './command';
import { job, jobAbsent } from './cron';
import { extracted } from './fetch/archive';
import { download } from './fetch/download';
import { checkout } from './fetch/git';
import { archived } from './file/archived';
import { block, blockAbsent } from './file/block';
import { original } from './file/files';
import { ini } from './file/ini';
import { json } from './file/json';
import { link, linkOriginal } from './file/link';
import { newest } from './file/newest';
import * as ufw from './firewall/ufw';
import { responds } from './http';
import * as mariadb from './mariadb/databases';
import * as mariadbUsers from './mariadb/users';
import { access } from './postgres/access';
import * as cluster from './postgres/cluster';
import * as configuration from './postgres/configuration';
import { database, databaseAbsent, dumped, databaseKept } from './postgres/databases';
import { logsIn, role, roleAbsent, roleDroppable, roleFree, roleKept } from './postgres/roles';
import * as limits from './system/limits';
import * as swap from './system/swap';
import * as sysctl from './system/sysctl';
import { SYNCHRONIZED, ZONE } from './system/time';
import { valueIs, valueRestored } from './system/values';
import { current, reloaded, staysUp } from './systemd/configuration';
import { dropIn, dropInAbsent, timer, timerAbsent, unit, unitAbsent } from './systemd/units';
import { authorizedKey, authorizedKeyAbsent } from './users/authorized-key';
import * as group from './users/group';
import { sudoers, sudoersAbsent } from './users/sudoers';
import * as user from './users/user';
import * as certbot from './web/certbot';
import * as php from './web/php';

const password = new Secret('password');
const at = { version: '15', port: 5432 };
const KEY = `ssh-ed25519 ${'A'.repeat(68)} ann`;
const destructive = 'Deletes all of it.';
const RULE = { action: 'allow', port: 443, protocol: 'tcp' } as const;

/** One of each, in folders as they are: what a milestone may hold together. */
const STATES: Record<string, readonly State[]> = {
  apache: [
    apache.existingConfigValid(),
    apache.configurationRemoved({ destructive }),
    modules.mpm('event', { field: 'mpm' }),
    modules.mpmPossible('event', { field: 'mpm' }),
    modules.modulesEnabled(['rewrite']),
    modules.modulesDisabled(['headers']),
    debianApache.debianSiteDisabled(80, 'port'),
    debianApache.placeholderRemoved(),
    debianApache.debianPort(8080),
    sites.noOtherDefault({ port: 80, field: 'port' }),
    ...sites.listens(8080, { replaceEdited: false }),
    ...sites.defaultSite({ port: 80, field: 'port' }, { replaceEdited: false }),
  ],
  'apache, removed': [
    ...sites.defaultSiteRemoved(),
    ...sites.listensRemoved(),
    debianApache.debianSiteEnabled(),
    debianApache.debianPortRestored(),
  ],
  apt: [held(['nginx']), notHeld(['curl']), ...repositoryAbsent({ name: 'docker' })],
  command: [
    command.run({
      id: 'run',
      does: 'Do it',
      is: 'It is done',
      run: sh`:`,
      undo: { impossible: 'It stays.' },
      repeatable: true,
    }),
    command.answers({ id: 'answers', is: 'It answers', run: sh`:` }),
    command.typed('id', { directory: '/srv/site', user: 'site' }),
  ],
  cron: [job('backup', { schedule: '@daily', command: 'id' }), jobAbsent('backup')],
  fetch: [
    download('https://example.org/a', { sha256: '0'.repeat(64), to: '/opt/a.tgz' }),
    extracted('/opt/a.tgz', { to: '/opt/app/1' }),
    checkout('/srv/site/release', {
      repository: 'git@example.org:a/b.git',
      ref: 'main',
      user: 'site',
      key: password,
    }),
  ],
  file: [
    archived('/etc/x', { to: path`/var/backups/x-${stamp}.tar.gz` }),
    block('/etc/a', { name: 'a', text: 'x' }),
    blockAbsent('/etc/a', { name: 'b' }),
    ini('/etc/b', { section: null, settings: { a: 1 } }),
    json('/etc/c', { a: [1] }),
    link('/srv/current', { to: 'releases/1' }),
    linkOriginal('/srv/other'),
    newest('/srv/site/releases', { keep: 3 }),
    original('/etc/d'),
  ],
  firewall: [ufw.rule(RULE), ufw.ruleAbsent(RULE), ufw.active({ incoming: 'deny', outgoing: 'allow' })],
  http: [responds({ url: 'https://example.org/', via: '127.0.0.1', status: 'any' })],
  mariadb: [
    mariadb.database('shop'),
    mariadb.databaseAbsent('shop', { destructive }),
    mariadbUsers.user('app', { password, databases: ['shop'] }),
    mariadbUsers.userAbsent('app'),
  ],
  postgres: [
    database('shop', { at, owner: 'app' }),
    databaseAbsent('shop', { at, destructive }),
    dumped('shop', { at, to: '/var/backups/shop.dump' }),
    logsIn('app', { at, password, database: 'shop' }),
    role('app', { at, password }),
    roleAbsent('app', { at }),
    access('app', { at, database: 'shop', level: 'read' }),
    roleFree('app', { at, field: 'name' }),
    roleDroppable('app', { at, databases: ['shop'], field: 'keep' }),
    ...[roleKept('app'), databaseKept('shop')],
    cluster.exists('15'),
    cluster.startsAtBoot('15'),
    cluster.dumped('15', { to: path`/var/backups/postgresql/${stamp}` }),
    configuration.rulesInForce(at),
    configuration.inForce(at, { port: '5432' }),
  ],
  system: [
    limits.possible(['@www-data - nproc 100'], 'limits'),
    limits.applied(['* soft core 0']),
    sysctl.settable({ 'vm.swappiness': '1' }, '/etc/sysctl.d/99-x.conf', 'settings'),
    sysctl.inForce({ 'vm.swappiness': '1' }, '/etc/sysctl.d/99-x.conf'),
    sysctl.restored(['net.core.somaxconn']),
    swap.swapFile('/swapfile', 64),
    swap.swapFileGone('/swap_old'),
    valueIs(ZONE, 'Europe/Berlin'),
    valueRestored(SYNCHRONIZED),
  ],
  systemd: [
    unit('app', '[Service]\nExecStart=/bin/true\n'),
    unitAbsent('app'),
    dropIn('nginx', 'limits', '[Service]\nNice=5\n'),
    dropInAbsent('nginx', 'limits'),
    ...timer('backup', { runs: '/bin/true', onCalendar: 'daily' }),
    ...timerAbsent('backup'),
    current('nginx', { configFiles: ['/etc/nginx/**'] }),
    reloaded('nginx'),
    staysUp('nginx', { seconds: 5 }),
  ],
  users: [
    user.exists('site'),
    user.absent('site', { home: 'remove', destructive }),
    group.exists('docker', { members: ['site'] }),
    authorizedKey('site', KEY),
    authorizedKeyAbsent('site', KEY),
    sudoers('site', 'site ALL=(root) /bin/true'),
    sudoersAbsent('site'),
  ],
  web: [
    certbot.certificate({
      ...{ directory: 'https://acme.example/dir', email: 'a@example.org', domains: ['example.org'] },
      ...{ webroot: '/var/www/html', keyType: 'rsa' },
    }),
    certbot.valid('example.org', { days: 1 }),
    certbot.absent('example.org'),
    ...[certbot.renewed('example.org'), certbot.kept('example.org'), certbot.gone('example.org')],
    ...[certbot.unused(), certbot.webrootExists('/srv/www', { field: 'webroot' })],
    php.answersOn('/run/php/fpm.sock', {
      version: '8.2',
      modules: ['curl'],
      settings: { memory_limit: '1G' },
    }),
    php.poolListensOn('/run/php/fpm.sock', '8.2'),
  ],
};

test.each(Object.entries(STATES))(
  'states of %s make a plan that the conformance suite accepts',
  (_topic, states) => {
    expect(stateViolations([...states], ['password'])).toEqual([]);
  },
);

test.each(Object.entries(STATES))(
  'states of %s say what an uninstall would leave, and why they may not be repeated',
  (_topic, states) => {
    for (const { id, idempotent, notIdempotentReason, assertion } of states)
      expect({
        id,
        known: assertion === true || idempotent === true || notIdempotentReason !== undefined,
      }).toEqual({ id, known: true });
    for (const { id, assertion, label, leftoverLabel } of states.filter((state) =>
      /absent|original|released/.test(state.id),
    ))
      expect({ id, said: assertion === true || leftoverLabel !== undefined, label: label !== '' }).toEqual({
        id,
        said: true,
        label: true,
      });
  },
);

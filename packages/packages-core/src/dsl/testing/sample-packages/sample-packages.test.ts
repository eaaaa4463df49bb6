import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { describe, expect, test } from 'vitest';
import nginx from '../../../definitions/web/nginx';
import redis from '../../../definitions/cache/redis';
import ufw from '../../../definitions/security/ufw';
import ufwRule from '../../../definitions/security/ufw-rule';
import { compile } from '../../compile';
import { factReads, parseFacts } from '../../facts/read-facts';
import { choiceIssues } from '../../form/choice-issues';
import { defaultInput } from '../../form/default-input';
import { inputForm, parseInput } from '../../input';
import type { PackageDefinition } from '../../package/definition';
import { instanceKey, installationTitle } from '../../package/instance';
import { installationReference } from '../../package/reference';
import type { InstallationRow } from '../../package/reference';
import { planHash } from '../../plan-hash';
import { installationRow as row } from '../../conformance/sample-installations';
import { planViolations } from '../../conformance/plan-violations';
import { factsOf } from '../../conformance/samples';
import { withoutClock } from '../../conformance/without-clock';
import certbot from '../../../definitions/web/certbot';
import certificate from '../../../definitions/web/certificate';
import daemon from '../../../definitions/processes/daemon';
import docker from '../../../definitions/containers/docker';
import memcached from '../../../definitions/cache/memcached';
import php from '../../../definitions/language/php-fpm';
import postgresql from '../../../definitions/database/postgresql';
import database from '../../../definitions/database/postgresql-database';
import role from '../../../definitions/database/postgresql-role';
import site from './site';

const PASSWORD = 'correct-horse-battery-staple';

const cluster = row(postgresql, { version: '17' }, { discovered: { metapackages: [] } });
const owner = row(role, { name: 'shop', password: PASSWORD }, { parent: cluster });
const shop = row(database, { name: 'shop', owner: owner.id }, { parent: cluster, chosen: { owner } });
const issuer = row(certbot, { email: 'ada@example.com', agree: true });
const chain = row(certificate, { domain: 'shop.example' }, { parent: issuer });
const firewall = row(ufw, {});
const web = row(nginx, {});
const fpm = row(php, { version: '8.4' });
const SITE = {
  domain: 'shop.example',
  user: 'shop',
  repository: 'https://git.example/shop.git',
  build: 'make',
};
const whole = row(
  site,
  {
    ...SITE,
    php: fpm.id,
    certificate: chain.id,
    database: shop.id,
    environment: 'A=1\nB=2',
    deployKey: 'key',
  },
  { chosen: { php: fpm, certificate: chain, database: shop } },
);

interface Sample {
  row: InstallationRow;
  requires?: Record<string, InstallationRow>;
  /** By operation, as its form sends them. */
  options?: Record<string, Record<string, unknown>>;
}

const samples: Sample[] = [
  { row: web },
  { row: row(redis, { password: PASSWORD }) },
  { row: row(memcached, { memoryMb: 128 }) },
  { row: row(docker, {}) },
  { row: fpm },
  { row: cluster },
  { row: owner, options: { rotate_password: { password: PASSWORD } } },
  { row: shop },
  { row: issuer },
  { row: chain },
  { row: firewall },
  { row: row(ufwRule, { port: '443' }, { parent: firewall }) },
  { row: row(daemon, { name: 'worker', command: '/usr/bin/python3 worker.py', environment: 'TOKEN=1' }) },
  {
    row: whole,
    requires: { web },
    options: { rollback: { release: '20261129-160712' }, run: { command: 'php artisan about' } },
  },
];

/** What the worker compiles: the stored rows, and the options of one operation. */
function requestOf(
  { row: { definition, input, ...own }, requires = {}, options = {} }: Sample,
  operation: string,
) {
  const self = installationReference({ ...own, definition, input }, 'self');
  const roles = { ...requires, ...own.chosen };
  const parsed = parseInput(
    definition,
    operation === 'install' ? input : (options[operation] ?? {}),
    operation,
  );
  const restored = parseInput(definition, { ...input, ...secretsIn(definition) });
  if (!restored.ok) throw new Error(`${self.title}: ${JSON.stringify(restored.issues)}`);
  if (operation !== 'install' && !parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return {
    ...{ definition, operation, input: restored.input, server: factsOf('debian-12') },
    options: parsed.ok && operation !== 'install' ? parsed.input : {},
    parent: own.parent && installationReference(own.parent, 'parent'),
    requires: Object.fromEntries(
      Object.entries(roles).map(([name, other]) => [name, other && installationReference(other, name)]),
    ),
  };
}

const secretsIn = (definition: PackageDefinition) =>
  Object.fromEntries(
    inputForm(definition).flatMap(({ name, type }) => (type === 'secret' ? [[name, PASSWORD]] : [])),
  );

const operations = samples.flatMap((sample) =>
  Object.keys(sample.row.definition.operations).map((operation) => ({
    ...{ sample, operation, id: sample.row.definition.id },
  })),
);

describe('sample packages', () => {
  test('are the fourteen of the proposal', () => {
    expect(samples.map(({ row: { definition } }) => definition.id).sort()).toEqual([
      ...['certbot', 'certificate', 'daemon', 'docker', 'memcached', 'nginx', 'php_fpm', 'postgresql'],
      ...['postgresql_database', 'postgresql_role', 'redis', 'site', 'ufw', 'ufw_rule'],
    ]);
  });

  test.each(operations)('$id compiles $operation, the same plan each time', ({ sample, operation }) => {
    const compiled = () => withoutClock(() => compile(requestOf(sample, operation)));
    const plan = compiled();
    expect(planHash(compiled())).toBe(planHash(plan));
    expect(plan.milestones.length).toBeGreaterThan(0);
    const known = [
      ...inputForm(sample.row.definition).map(({ name }) => name),
      ...inputForm(sample.row.definition, operation).map(({ name }) => `options.${name}`),
      ...['database.owner.password', 'owner.password'],
    ];
    expect(planViolations(plan, known)).toEqual([]);
    expect(JSON.stringify(plan)).not.toContain(PASSWORD);
  });

  test.each(samples)('$row.definition.id answers its facts from empty output', ({ row: { definition } }) => {
    const input = { ...defaultInput(definition) };
    for (const { command } of factReads(definition, input)) expect(command).not.toContain('mp_secret');
    expect(() => parseFacts(definition, input, {})).not.toThrow();
  });

  test.each(samples)('$row.definition.id has a form, as JSON', ({ row: { definition } }) => {
    const form = inputForm(definition);
    expect(JSON.parse(JSON.stringify(form))).toEqual(form);
  });
});

describe('what they show', () => {
  test('several installations are told apart by their identity', () => {
    expect(
      [cluster, owner, shop, whole].map(({ definition, input }) => installationTitle(definition, input)),
    ).toEqual(['PostgreSQL 17', 'role shop', 'database shop', 'shop.example']);
    expect(instanceKey(postgresql, cluster.input)).toBe('17');
    expect(instanceKey(ufwRule, { action: 'allow', protocol: 'tcp', port: '443', source: 'any' })).toBe(
      '["443","tcp","any"]',
    );
    expect(instanceKey(redis, {})).toBe('');
  });

  test('a password of another installation is in the file by the path to it, and nowhere by value', () => {
    const plan = compile(requestOf(samples.at(-1)!, 'install'));
    const env = plan.milestones
      .flatMap(({ states }) => states)
      .find(({ id }) => id === 'content_srv_shop_example_shared_env');
    expect(env?.apply.secrets).toEqual(['database.owner.password', 'environment']);
    expect(env?.apply.display).toBe(
      [
        'write /srv/shop.example/shared/.env (0600 shop:shop)',
        '‹environment›',
        'DB_PORT=5432',
        'DB_DATABASE=shop',
        'DB_USERNAME=shop',
        'DB_PASSWORD="‹database.owner.password›"',
        '',
      ].join('\n'),
    );
  });

  test('lines of a file are left out with what they are about', () => {
    const bare = row(site, SITE);
    const plan = compile(requestOf({ row: bare, requires: { web } }, 'install'));
    const { apply } = plan.milestones
      .flatMap(({ states }) => states)
      .find(({ id }) => id === 'content_etc_nginx_sites_enabled_shop_example_conf')!;
    expect(apply.display).not.toMatch(/ssl|\n\s*\n/);
    expect(apply.display).toContain('    try_files'.trim());
    expect(compile(requestOf(samples.at(-1)!, 'install')).milestones.map(({ label }) => label)).toContain(
      'Creating the user shop',
    );
  });

  test('a deployment runs as the user of the site, into a directory named by time', () => {
    const { milestones } = compile(requestOf(samples.at(-1)!, 'deploy'));
    const fetched = milestones.find(({ id }) => id === 'fetch')?.states ?? [];
    expect(fetched.map(({ runAs }) => runAs)).toEqual(['shop', 'shop', 'shop']);
    expect(fetched[0]?.label).toBe(
      'main of https://git.example/shop.git is in /srv/shop.example/releases/‹time›',
    );
    expect(fetched[0]?.apply.script).toContain('mp_set_stamp || exit');
    expect(fetched[0]?.apply.script).toContain('mp_run_as shop ');
  });

  test('a choice is one that the server offers', () => {
    const outputs = { 'choices.install.version': 'php8.2-fpm\nphp8.10-fpm\nphp-fpm\n', 'facts.packaged': '' };
    const { choices } = parseFacts(php, null, outputs);
    expect(choices.install?.version?.map(({ value }) => value)).toEqual(['8.10', '8.2']);
    expect(inputForm(php, 'install', choices)[0]).toMatchObject({
      ...{ name: 'version', type: 'select', choice: true, identity: true },
      options: choices.install?.version,
    });
    const issues = choiceIssues(php, { input: { version: '7.4' } }, choices);
    expect(issues.map(({ problem }) => fieldProblemMessage(problem))).toEqual([
      'Version cannot be “7.4”: this server does not offer it.',
    ]);
  });

  test('a version stays what it is', () => {
    const parsed = parseInput(php, { version: '8.2' }, { stored: fpm.input });
    expect(parsed.ok ? [] : parsed.issues.map(({ problem }) => fieldProblemMessage(problem))).toEqual([
      'Version cannot be changed. Install another PHP-FPM instead.',
    ]);
  });
});

import { z } from 'zod';
import { definePackage } from '../../define-package';
import { fact } from '../../facts/fact';
import { parse } from '../../facts/parse';
import { choice } from '../../form/choice';
import { field } from '../../form/fields';
import { installationOf } from '../../form/installation-of';
import { path, stamp } from '../../values/path';
import type { Path } from '../../values/path';
import { secret } from '../../secret';
import { sh } from '../../sh';
import { step } from '../../steps/step';
import { quoted, text } from '../../values/text';
import * as file from '../../../states/file/files';
import * as control from '../../../states/systemd/control';
import * as user from '../../../states/users/user';
import nginx, { NGINX } from '../../../definitions/web/nginx';
import certificate, { filesOf } from '../../../definitions/web/certificate';
import php, { serviceOf, socketOf } from '../../../definitions/language/php-fpm';
import database from '../../../definitions/database/postgresql-database';
import { command, git, link, newest, userAbsent } from './stand-ins';

const input = z.object({
  domain: field.domain(),
  user: field.user({ description: 'Owns the files and runs the commands.' }),
  php: installationOf(php, { title: 'PHP', optional: true }),
  certificate: installationOf(certificate, { title: 'Certificate', optional: true }),
  database: installationOf(database, { title: 'Database', optional: true }),
  repository: field.line({
    title: 'Repository',
    like: /^(https:\/\/|git@)[\w.@:/~-]+$/,
    example: 'git@github.com:acme/shop.git',
  }),
  branch: field.line({ title: 'Branch', like: /^[\w./-]+$/, default: 'main' }),
  deployKey: secret({ title: 'Deploy key', format: 'key' }).optional(),
  environment: secret({ title: 'Environment (.env)', format: 'text' }).optional(),
  shared: field.list(field.line({ title: 'Path', like: /^[\w./-]+$/, example: 'storage' }), {
    title: 'Kept between releases',
    default: ['storage'],
  }),
  build: field.lines({ title: 'Build commands', default: '', max: 10_000 }),
  publicDirectory: field.line({ title: 'Public directory', like: /^[\w./-]+$/, default: 'public' }),
  keepReleases: field.int({ title: 'Releases to keep', min: 1, max: 50, default: 5 }),
});
type Input = z.output<typeof input>;

const rootOf = ({ domain }: Pick<Input, 'domain'>) => `/srv/${domain}`;
const vhostOf = ({ domain }: Input) => `/etc/nginx/sites-enabled/${domain}.conf`;
const releases = (input: Input) => fact(sh`ls -1r ${rootOf(input)}/releases`, parse.lines);
const current = (input: Input) => fact(sh`readlink ${rootOf(input)}/current`, parse.line);

/** Switches the link and has PHP read the new code; undone, the link goes back. */
const activate = (input: Input, release: string, target: string | Path) =>
  step.activate(
    release,
    link(`${rootOf(input)}/current`, { to: target }),
    input.php && control.reloaded(serviceOf(input.php.input)),
  );

const responds = ({ domain, certificate }: Input, status: '200' | 'any') => {
  const url = `${certificate ? 'https' : 'http'}://${domain}/`;
  return command.answers({
    ...{ id: 'responds', label: `${url} answers` },
    run: sh`curl -sko /dev/null -w '%{http_code}' --resolve ${`${domain}:80:127.0.0.1`} ${url} | grep -q ${status === 'any' ? '...' : status}`,
  });
};

export default definePackage({
  id: 'site',
  title: 'Site',
  category: 'web',
  description: 'A web site deployed from git, with releases that can be rolled back.',
  requires: { web: nginx },
  input,
  instance: { by: ['domain'], title: ({ domain }) => domain },
  verbs: { install: 'Create', uninstall: 'Delete' },
  discover: { releases, current },
  data: {
    holds: 'Releases and shared files',
    paths: (input) => [rootOf(input)],
    inUse: (discovered, input) => [discovered.current && rootOf(input)],
  },

  operations: {
    install: ({ input }) => [
      step.createUser(input.user, user.exists(input.user, { home: rootOf(input), shell: '/bin/bash' })),
      step.create(
        'directories',
        ['', '/releases', '/shared', ...input.shared.map((name) => `/shared/${name}`)].map((below) =>
          file.directory(rootOf(input) + below, { owner: `${input.user}:www-data`, mode: '0750' }),
        ),
        file.content(`${rootOf(input)}/shared/.env`, environment(input), {
          owner: `${input.user}:${input.user}`,
          mode: '0600',
        }),
      ),
      step.configure('nginx', file.content(vhostOf(input), vhost(input)), control.accepts(NGINX)),
      step.reloadService('nginx', control.reloaded(NGINX)),
      step.verify(responds(input, 'any')),
    ],

    deploy: {
      options: z.object({
        ref: field.line({ title: 'Branch, tag or commit', like: /^[\w./-]*$/, default: '' }),
      }),
      steps: ({ input, options }) => {
        const release = path`${rootOf(input)}/releases/${stamp}`;
        const source = {
          repository: input.repository,
          ref: options.ref || input.branch,
          key: input.deployKey,
        };
        return [
          step
            .fetch(
              'the code',
              git.checkout(release, source),
              ['.env', ...input.shared].map((name) =>
                link(path`${release}/${name}`, { to: `${rootOf(input)}/shared/${name}` }),
              ),
            )
            .runAs(input.user),
          step
            .build('the release', input.build && command.typed(input.build, { directory: release }))
            .runAs(input.user),
          activate(input, 'the release', release),
          step.verify(responds(input, '200')),
          step.cleanUp(newest(`${rootOf(input)}/releases`, { keep: input.keepReleases })),
        ];
      },
    },

    rollback: {
      does: 'Roll back to an earlier release',
      options: z.object({ release: choice(releases, { title: 'Release', example: '20261129-160712' }) }),
      steps: ({ input, options: { release } }) => [
        activate(input, `release ${release}`, `${rootOf(input)}/releases/${release}`),
        step.verify(responds(input, '200')),
      ],
    },

    run: {
      does: 'Run a command',
      options: z.object({
        command: field.lines({ title: 'Command', max: 10_000, example: 'php artisan about' }),
      }),
      steps: ({ input, options }) => [
        step
          .run('the command', command.typed(options.command, { directory: `${rootOf(input)}/current` }))
          .runAs(input.user),
      ],
    },

    uninstall: ({ input, removeData }) => [
      step.remove('the site from nginx', file.absent(vhostOf(input)), control.accepts(NGINX)),
      step.reloadService('nginx', { ...control.reloaded(NGINX), leftoverLabel: 'the site in nginx' }),
      step.cleanUp(removeData && userAbsent(input.user)),
    ],
  },
});

/** The database's password is never shown: the plan refers to it as `database.owner.password`. */
const environment = ({ environment, database }: Input) => text`
  ${environment}
  ${database && `DB_PORT=${database.parent.input.port}`}
  ${database && `DB_DATABASE=${database.input.name}`}
  ${database && `DB_USERNAME=${database.input.owner.input.name}`}
  ${database && text`DB_PASSWORD=${quoted(database.input.owner.input.password)}`}
`;

const vhost = (input: Input) => text`
  server {
    listen 80;
    ${input.certificate && `listen 443 ssl;`}
    ${input.certificate && `ssl_certificate ${filesOf(input.certificate.input).chain};`}
    ${input.certificate && `ssl_certificate_key ${filesOf(input.certificate.input).key};`}
    server_name ${input.domain};
    root ${rootOf(input)}/current/${input.publicDirectory};
    index index.php index.html;
    location /.well-known/acme-challenge/ { root /var/www/html; }
    location / { try_files $uri $uri/ ${input.php ? '/index.php?$query_string' : '=404'}; }
    ${input.php && phpLocation(socketOf(input.php.input))}
  }
`;

const phpLocation = (socket: string) => text`
  location ~ \\.php$ {
    include snippets/fastcgi-php.conf;
    fastcgi_param SCRIPT_FILENAME $realpath_root$fastcgi_script_name;
    fastcgi_pass unix:${socket};
  }
`;

import { z } from 'zod';
import { definePackage } from '../../define-package';
import { fact } from '../../facts/fact';
import { parse } from '../../facts/parse';
import { choice } from '../../form/choice';
import { field } from '../../form/fields';
import * as apt from '../../recipes/apt-steps';
import { service } from '../../services/service';
import { sh } from '../../sh';
import { step } from '../../steps/step';
import { text } from '../../values/text';
import * as file from '../../../states/file/files';
import * as control from '../../../states/systemd/control';
import * as systemd from '../../../states/systemd/services';
import { command } from './stand-ins';

const versions = apt.versions('php*-fpm');
const packaged = fact(sh`apt-cache pkgnames php`, parse.lines);

const input = z.object({
  version: choice(versions, { title: 'Version', example: '8.4' }),
  extensions: field.list(field.name(), { title: 'Extensions', default: ['curl', 'mbstring', 'xml', 'zip'] }),
  memoryLimitMb: field.int({ title: 'Memory limit', unit: 'MB', min: 16, max: 65_536, default: 128 }),
  uploadMb: field.int({ title: 'Largest upload', unit: 'MB', min: 1, max: 10_240, default: 64 }),
  workers: field.int({ title: 'Worker processes', min: 1, max: 1000, default: 10 }),
});
type Input = z.output<typeof input>;

export const socketOf = ({ version }: Pick<Input, 'version'>) => `/run/php/php${version}-fpm.sock`;
export const serviceOf = ({ version }: Pick<Input, 'version'>) =>
  service(`php${version}-fpm`, {
    reads: [`/etc/php/${version}/fpm/conf.d/90-milepost.ini`, `/etc/php/${version}/fpm/pool.d/www.conf`],
    onChange: 'reload',
    validate: sh`${`php-fpm${version}`} --test`,
    program: `/usr/sbin/php-fpm${version}`,
  });

const modules = ({ version, extensions }: Input) => extensions.map((name) => `php${version}-${name}`);
const packages = (settings: Input) => [
  `php${settings.version}-fpm`,
  `php${settings.version}-cli`,
  ...modules(settings),
];
const title = ({ version }: Pick<Input, 'version'>) => `PHP ${version}`;

const running = (input: Input) => {
  const { unit, reads, onChange } = serviceOf(input);
  return step.startService(title(input), systemd.running(unit, { configFiles: reads, onChange }));
};
const answers = (input: Input) =>
  step.verify(
    command.answers({
      ...{ id: 'answers', label: `${title(input)} answers on ${socketOf(input)}` },
      run: sh`SCRIPT_NAME=/ping cgi-fcgi -bind -connect ${socketOf(input)}`,
    }),
  );

export default definePackage({
  id: 'php_fpm',
  title: 'PHP-FPM',
  category: 'language',
  description: 'PHP for web servers. Several versions can run side by side.',
  provides: ['fastcgi'],
  input,
  instance: { by: ['version'], title },
  facts: { versions, packaged },
  version: ({ version }) => apt.version(`php${version}-fpm`),
  services: (input) => [serviceOf(input)],

  refuse: ({ operation, input, facts }) =>
    operation === 'install' && facts.packaged.length > 0
      ? modules(input)
          .filter((name) => !facts.packaged.includes(name))
          .map((name) => `There is no package ${name} for this server.`)
      : [],

  operations: {
    install: ({ input, installed }) => [
      apt.install(title(input), packages(input)),
      installed &&
        unwanted(installed.input, input).length > 0 &&
        apt.remove('extensions that are no longer wanted', unwanted(installed.input, input)),
      step.configure(
        title(input),
        ['fpm', 'cli'].map((sapi) =>
          file.content(
            `/etc/php/${input.version}/${sapi}/conf.d/90-milepost.ini`,
            text`
              memory_limit = ${input.memoryLimitMb}M
              upload_max_filesize = ${input.uploadMb}M
              post_max_size = ${input.uploadMb}M
            `,
          ),
        ),
        file.line(`/etc/php/${input.version}/fpm/pool.d/www.conf`, {
          match: '^pm\\.max_children =',
          content: `pm.max_children = ${input.workers}`,
        }),
        control.accepts(serviceOf(input)),
      ),
      running(input),
      answers(input),
    ],
    update: ({ input }) => [apt.update(title(input), packages(input)), running(input), answers(input)],
    uninstall: ({ input }) => [
      step.stopService(title(input), systemd.stopped(serviceOf(input).unit)),
      apt.remove(title(input), [`php${input.version}-*`], { service: serviceOf(input) }),
      apt.removalVerified(`php${input.version}-fpm`, serviceOf(input)),
    ],
  },
});

const unwanted = (former: Input, wanted: Input) =>
  modules(former).filter((name) => !modules(wanted).includes(name));

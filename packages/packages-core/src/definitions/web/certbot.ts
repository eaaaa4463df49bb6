import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import * as apt from '../../dsl/recipes/apt-steps';
import { service } from '../../dsl/services/service';
import { step } from '../../dsl/steps/step';
import { path, stamp } from '../../dsl/values/path';
import { text } from '../../dsl/values/text';
import { archived } from '../../states/file/archived';
import * as file from '../../states/file/files';
import { waits } from '../../states/systemd/calendar';
import * as systemd from '../../states/systemd/services';
import * as certbot from '../../states/web/certbot';

export const HOME = '/etc/letsencrypt';
export const BACKUPS = '/var/backups/milepost';
const COPY = path`${BACKUPS}/letsencrypt-${stamp}.tar.gz`;
const HOOKS = `${HOME}/renewal-hooks/deploy`;
/** certbot runs it after each renewal, and our requests run it themselves. */
const HOOK = `${HOOKS}/milepost-reload`;
const PACKAGES = ['certbot', 'python3-certbot', 'python3-certbot-*', 'python3-acme'];
const TIMER = service('certbot.timer');

const input = z.object({
  email: field.email({
    title: 'Email',
    description: 'For the account at the authority, which may write to it about problems.',
  }),
  agree: field.flag({
    title: 'I agree to the authority’s terms of service',
    description: 'Those of Let’s Encrypt are at https://letsencrypt.org/repository/.',
  }),
  directory: field.line({
    ...{ title: 'ACME directory', max: 300, default: 'https://acme-v02.api.letsencrypt.org/directory' },
    description: 'The authority. Certificates that are there already go on with the one that issued them.',
    like: /^https:\/\/[\w.-]+(:\d{1,5})?(\/[\w./-]*)?$/,
    message: 'ACME directory must be an address that begins with https://.',
    advanced: true,
  }),
  reloads: field.list(
    field.line({
      ...{ title: 'Service', max: 100, example: 'nginx', like: /^[A-Za-z0-9][A-Za-z0-9@._-]*$/ },
      message: 'Service must be the name of a systemd unit, such as nginx.',
    }),
    {
      ...{ title: 'Reloaded after a renewal', default: ['nginx', 'apache2'], advanced: true },
      description: 'Services that use the certificates. Those that do not run are left alone.',
    },
  ),
  replaceEdited,
});
type Input = z.output<typeof input>;

const hookText = ({ reloads }: Input) => text`
  #!/bin/sh
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  failed=0
  for unit in ${reloads.join(' ')}; do
    if systemctl is-active --quiet "$unit"; then systemctl reload-or-restart "$unit" || failed=1; fi
  done
  exit "$failed"
`;

const timer = () => step.startService('the timer', systemd.running(TIMER.unit));

export default definePackage({
  id: 'certbot',
  title: 'Certbot',
  category: 'web',
  description: 'Requests certificates from an authority such as Let’s Encrypt, and renews them by a timer.',
  input,
  version: apt.version('certbot'),
  services: [TIMER],
  data: {
    holds: 'Certificates, their keys and the account',
    paths: () => [HOME],
    inUse: () => [],
    option: {
      title: 'Remove certificates',
      description: `Also remove ${HOME} with all certificates, their keys and the account, and the logs. A copy of ${HOME} is kept in ${BACKUPS}. Otherwise the next install finds them again; until then nothing renews them.`,
    },
  },
  refuse: ({ operation, input: { agree } }) =>
    operation === 'install' && !agree
      ? ['The authority issues no certificates without agreement to its terms of service.']
      : [],

  operations: {
    install: ({ input }) => [
      apt.install('Certbot', 'certbot', { data: [HOME] }),
      step.configure(
        'the reload after a renewal',
        file.directory(HOOKS),
        file.content(HOOK, hookText(input), { mode: '0755', replaceEdited: input.replaceEdited }),
      ),
      timer(),
      step.verify(waits(TIMER.unit)),
    ],

    update: () => [apt.update('Certbot', 'certbot'), timer(), step.verify(waits(TIMER.unit))],

    uninstall: ({ removeData }) => [
      step.checkSystem(removeData && certbot.unused()),
      step.backUp('the certificates', removeData && archived(HOME, { to: COPY })),
      step.stopService('the timer', systemd.stopped(TIMER.unit)),
      apt.remove('Certbot', PACKAGES, {
        ...(removeData && {
          purge: {
            destructive: `Removes ${HOME} with all certificates, their keys and the account, of which a copy is kept in ${COPY.shown}.`,
            losses: certbot.certificateNames(),
          },
        }),
      }),
      step.cleanUp({
        ...file.removedOrRestored(HOOK, { withoutBackup: 'removed' }),
        leftoverLabel: 'the reload after a renewal',
      }),
      apt.removalVerified('certbot'),
    ],
  },
});

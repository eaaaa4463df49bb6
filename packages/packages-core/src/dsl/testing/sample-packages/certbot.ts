import { z } from 'zod';
import { definePackage } from '../../define-package';
import { field } from '../../form/fields';
import * as apt from '../../recipes/apt-steps';
import { service } from '../../services/service';
import { step } from '../../steps/step';
import * as control from '../../../states/systemd/control';
import * as systemd from '../../../states/systemd/services';

const TIMER = service('certbot.timer');

export default definePackage({
  id: 'certbot',
  title: 'Certbot',
  category: 'web',
  description: 'Certificates by ACME, renewed by a timer. They are added on its page.',
  input: z.object({
    email: field.email({ title: 'Email', description: 'Told when a certificate is about to expire.' }),
    directory: field.line({
      title: 'ACME directory',
      default: 'https://acme-v02.api.letsencrypt.org/directory',
      like: /^https:\/\/[\w.:/-]+$/,
      advanced: true,
    }),
  }),
  version: apt.version('certbot'),
  services: [TIMER],

  operations: {
    install: () => [
      apt.install('Certbot', 'certbot'),
      step.startService('the timer', systemd.running(TIMER.unit)),
      step.verify(control.staysUp(TIMER, { seconds: 1 })),
    ],
    update: () => [apt.update('Certbot', 'certbot'), step.verify(control.staysUp(TIMER, { seconds: 1 }))],
    uninstall: () => [
      step.stopService('the timer', systemd.stopped(TIMER.unit)),
      apt.remove('Certbot', ['certbot', 'python3-certbot-*']),
      apt.removalVerified('certbot'),
    ],
  },
});

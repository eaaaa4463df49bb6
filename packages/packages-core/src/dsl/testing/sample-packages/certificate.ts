import { z } from 'zod';
import { definePackage } from '../../define-package';
import { fact } from '../../facts/fact';
import { parse } from '../../facts/parse';
import { field } from '../../form/fields';
import { sh } from '../../sh';
import { step } from '../../steps/step';
import * as control from '../../../states/systemd/control';
import nginx, { NGINX } from '../../../definitions/web/nginx';
import certbotPackage from './certbot';
import { certbot, command } from './stand-ins';

const input = z.object({
  domain: field.domain(),
  aliases: field.list(field.domain(), { title: 'Further names', default: [] }),
  webroot: field.directory({ title: 'Web root', default: '/var/www/html' }),
  keyType: field.oneOf({ ecdsa: 'ECDSA', rsa: 'RSA' }, { title: 'Key', default: 'ecdsa', advanced: true }),
});
type Input = z.output<typeof input>;

export const filesOf = ({ domain }: Pick<Input, 'domain'>) => ({
  chain: `/etc/letsencrypt/live/${domain}/fullchain.pem`,
  key: `/etc/letsencrypt/live/${domain}/privkey.pem`,
});
const expires = (input: Input) =>
  fact(sh`openssl x509 -in ${filesOf(input).chain} -noout -enddate | cut -d= -f2`, parse.line);

export default definePackage({
  id: 'certificate',
  title: 'Certificate',
  category: 'web',
  description: 'A certificate that renews itself.',
  within: certbotPackage,
  requires: { web: nginx },
  input,
  instance: { by: ['domain'], title: ({ domain }) => `certificate ${domain}` },
  verbs: { install: 'Issue', uninstall: 'Delete' },
  discover: { expires },

  operations: {
    install: ({ input, parent }) => [
      step.create(
        `certificate ${input.domain}`,
        certbot.certificate([input.domain, ...input.aliases], { ...input, email: parent.input.email }),
      ),
      step.reloadService('nginx', control.reloaded(NGINX)),
      step.verify(certbot.valid(input.domain, { days: 1 })),
    ],
    renew: ({ input }) => [
      step.run(
        'certbot',
        command.run({
          ...{ id: 'renewed', label: 'The certificate is renewed', action: 'Renew the certificate now' },
          run: sh`certbot renew --cert-name ${input.domain} --force-renewal --non-interactive`,
          noUndoReason: 'The former certificate stays valid and is not needed.',
        }),
      ),
      step.reloadService('nginx', control.reloaded(NGINX)),
      step.verify(certbot.valid(input.domain, { days: 1 })),
    ],
    uninstall: ({ input }) => [step.remove(`certificate ${input.domain}`, certbot.absent(input.domain))],
  },
});

import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { step } from '../../dsl/steps/step';
import { path, stamp } from '../../dsl/values/path';
import { archived } from '../../states/file/archived';
import { DOCUMENT_ROOT } from '../../states/nginx/paths';
import * as certbot from '../../states/web/certbot';
import certbotPackage, { BACKUPS, HOME } from './certbot';

const input = z.object({
  domain: field.domain({
    description: 'The certificate is called so. It must point to this server, whose port 80 answers for it.',
  }),
  aliases: field.list(field.domain(), {
    title: 'Further names',
    description: 'The certificate is for them as well. The same holds for them.',
  }),
  webroot: field.directory({
    ...{ title: 'Web root', default: DOCUMENT_ROOT },
    description:
      'The directory that the web server serves these names from: the authority asks for a file there. The default is that of nginx’s default site.',
  }),
  keyType: field.oneOf(
    { ecdsa: 'ECDSA', rsa: 'RSA, for very old clients' },
    { title: 'Key', default: 'ecdsa', advanced: true },
  ),
});
type Input = z.output<typeof input>;

/** Where the files of a certificate are, for the configuration of a web server. */
export const filesOf = ({ domain }: Pick<Input, 'domain'>) => ({
  chain: `${HOME}/live/${domain}/fullchain.pem`,
  key: `${HOME}/live/${domain}/privkey.pem`,
});
const titleOf = ({ domain }: Pick<Input, 'domain'>) => `certificate ${domain}`;
/** A name that is there twice is asked for once. */
const namesOf = ({ domain, aliases }: Input) => [...new Set([domain, ...aliases])];

export default definePackage({
  id: 'certificate',
  title: 'Certificate',
  category: 'web',
  description: 'A certificate for names of this server, which certbot renews.',
  within: certbotPackage,
  input,
  instance: { by: ['domain'], title: titleOf },
  verbs: { install: 'Issue', uninstall: 'Remove' },
  data: {
    holds: 'The certificate and its key',
    paths: () => [HOME],
    inUse: () => [],
    option: {
      title: 'Delete the certificate',
      description: `The certificate and its key are deleted. A copy of ${HOME} is kept in ${BACKUPS}. Otherwise the certificate stays on the server, certbot goes on renewing it, and Milepost forgets it.`,
    },
  },

  operations: {
    install: ({ input, parent }) => [
      step.checkSystem(certbot.webrootExists(input.webroot, { field: 'webroot' })),
      step.create(
        titleOf(input),
        certbot.certificate({
          ...{ domains: namesOf(input), webroot: input.webroot, keyType: input.keyType },
          ...{ directory: parent.input.directory, email: parent.input.email },
        }),
      ),
      step.verify(certbot.valid(input.domain, { days: 1 })),
    ],

    renew: {
      does: 'Renew now',
      options: z.object({}),
      steps: ({ input }) => [
        step.run('the renewal', certbot.renewed(input.domain)),
        step.verify(certbot.valid(input.domain, { days: 1 })),
      ],
    },

    uninstall: ({ input, removeData }) => {
      if (!removeData) return [step.verifyRemoval(certbot.kept(input.domain))];
      const copy = path`${BACKUPS}/certificate-${input.domain}-${stamp}.tar.gz`;
      return [
        step.checkSystem(certbot.unused(input.domain)),
        step.backUp('the certificates', archived(HOME, { to: copy })),
        step.remove(
          titleOf(input),
          certbot.absent(input.domain, {
            destructive: `Deletes the certificate ${input.domain} and its key. A copy is kept in ${copy.shown}.`,
          }),
        ),
        step.verifyRemoval(certbot.gone(input.domain)),
      ];
    },
  },
});

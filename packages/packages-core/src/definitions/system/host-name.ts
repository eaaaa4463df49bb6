import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import { field } from '../../dsl/form/fields';
import { sh } from '../../dsl/sh';
import { step } from '../../dsl/steps/step';
import { block, blockAbsent } from '../../states/file/block';
import * as file from '../../states/file/files';
import * as host from '../../states/system/host-name';
import { valueIs, valueRestored, valuesForgotten } from '../../states/system/values';

const HOSTS = '/etc/hosts';
/** Where cloud-init is, it would set its own name at each boot. */
const CLOUD_FILES = '/etc/cloud/cloud.cfg.d';
const CLOUD_FILE = `${CLOUD_FILES}/99-milepost-host-name.cfg`;
const CLOUD_TEXT =
  '# Written by Milepost: the host name is set there.\npreserve_hostname: true\nmanage_etc_hosts: false\n';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

const input = z.object({
  name: field.line({
    ...{ title: 'Host name', max: 63, example: 'web-1', like: new RegExp(`^${LABEL}$`) },
    message: 'Host name has lower-case letters, digits and dashes, without a domain.',
  }),
  domain: field.line({
    ...{ title: 'Domain', max: 190, default: '', like: new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*)?$`) },
    description: 'With it the full name of the server is web-1.example.org. It is found in /etc/hosts.',
    message: 'Domain must be a domain name, such as example.org.',
  }),
});
type Input = z.output<typeof input>;

const fullNameOf = ({ name, domain }: Input) => (domain === '' ? name : `${name}.${domain}`);
const hostsLine = (input: Input) =>
  input.domain === '' ? `127.0.1.1 ${input.name}` : `127.0.1.1 ${fullNameOf(input)} ${input.name}`;

export default definePackage({
  id: 'host_name',
  title: 'Host name',
  category: 'system',
  description: 'How the server calls itself, in its prompt, its logs and the mail that it sends.',
  verbs: { install: 'Set', uninstall: 'Reset' },
  input,
  facts: { cloud: fact(sh`ls -d ${CLOUD_FILES}`, parse.line) },

  operations: {
    install: ({ input, facts }) => [
      step.checkSystem(host.nameFree(input.name, fullNameOf(input))),
      step.apply(
        'the host name',
        // First: programs look up the new name at once, sudo each time.
        block(HOSTS, { name: host.HOSTS_BLOCK, text: hostsLine(input) }),
        valueIs(host.HOST_NAME, input.name),
        facts.cloud !== null && file.content(CLOUD_FILE, CLOUD_TEXT),
      ),
      step.verify(host.namedSo(fullNameOf(input))),
    ],

    uninstall: () => [
      step.cleanUp(
        valueRestored(host.HOST_NAME),
        blockAbsent(HOSTS, { name: host.HOSTS_BLOCK }),
        file.original(CLOUD_FILE),
      ),
      step.verifyRemoval(valuesForgotten(host.HOST_NAME)),
    ],
  },
});

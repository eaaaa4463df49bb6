import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { fact } from '../../dsl/facts/fact';
import { inFile } from '../../dsl/facts/in-file';
import { field } from '../../dsl/form/fields';
import { tcp } from '../../dsl/package/listen';
import * as apt from '../../dsl/recipes/apt-steps';
import { secret } from '../../dsl/secret';
import { service } from '../../dsl/services/service';
import { sh } from '../../dsl/sh';
import { step } from '../../dsl/steps/step';
import { path, stamp } from '../../dsl/values/path';
import { text } from '../../dsl/values/text';
import { archived } from '../../states/file/archived';
import * as file from '../../states/file/files';
import { listening } from '../../states/port';
import * as postfix from '../../states/postfix';
import * as control from '../../states/systemd/control';
import * as systemd from '../../states/systemd/services';

const TITLE = 'Postfix';
const HOME = '/etc/postfix';
const MAIN = `${HOME}/main.cf`;
const PASSWORDS = `${HOME}/sasl_passwd`;
const SENDERS = `${HOME}/milepost-senders`;
const QUEUE = '/var/spool/postfix';
/** Where mail is that waits. */
const WAITING = ['active', 'corrupt', 'deferred', 'hold', 'incoming', 'maildrop'].map(
  (name) => `${QUEUE}/${name}`,
);
const BACKUP = path`/var/backups/postfix/queue-${stamp}.tar.gz`;
const PACKAGES = ['postfix', 'libsasl2-modules', 'ca-certificates'];
/** Other software may use them. */
const STAYS = ['libsasl2-modules', 'ca-certificates'];

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
/** A name of a host, or an IPv4 address. */
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`);

const input = z.object({
  relay: field.line({
    ...{ title: 'Relay', example: 'smtp.example.org', max: 253, like: HOST },
    message: 'Relay must be the name of a mail server, such as smtp.example.org.',
    description: 'The mail server that takes all mail of this server and passes it on.',
  }),
  port: field.port({ title: 'Port of the relay', default: 587 }),
  tls: field.oneOf(
    {
      verify: 'STARTTLS, with a certificate for the name of the relay',
      encrypt: 'STARTTLS, with any certificate',
      wrapper: 'TLS from the start (port 465), with a certificate for the name of the relay',
      none: 'None: anybody on the way can read mail and password',
    },
    { title: 'Encryption', default: 'verify' },
  ),
  user: field.line({
    ...{ title: 'User', example: 'web-1@example.org', max: 200, like: /^[^\s:]+$/ },
    message: 'User may hold neither blanks nor colons.',
    description: 'The account with which this server logs in to the relay.',
  }),
  password: secret(),
  sender: field.email({
    ...{ title: 'Sender', example: 'web-1@example.org' },
    description: 'An address that the relay lets this server send from.',
  }),
  rewrite: field.oneOf(
    {
      all: 'All mail',
      local: 'Mail of users of this server, such as root; what applications send keeps its own',
    },
    { title: 'Sent from this address', default: 'all' },
  ),
  administrator: field.email({
    ...{ title: 'Mail for root', example: 'ada@example.com' },
    description: 'Who gets mail for root and other users of this server, such as that of scheduled jobs.',
  }),
});
type Input = z.output<typeof input>;

const SERVICE = service('postfix', {
  reads: [MAIN, `${HOME}/master.cf`, SENDERS],
  validate: postfix.accepted(),
  program: '/usr/lib/postfix/sbin/master',
});

/** In brackets it is the server itself, and not who takes mail for that domain. */
const relayOf = ({ relay, port }: Pick<Input, 'relay' | 'port'>) => `[${relay}]:${port}`;

const LEVELS = { verify: 'secure', wrapper: 'secure', encrypt: 'encrypt', none: 'none' };

/** Mail without a domain is of `localhost`, so that it is told from what applications name. */
function settingsOf(input: Input): postfix.Settings {
  const local = (address: string) => `inline:{ { @localhost = ${address} }, { @$myhostname = ${address} } }`;
  return {
    relayhost: relayOf(input),
    // Not by DNS alone: a relay may be in /etc/hosts.
    smtp_host_lookup: 'native',
    inet_interfaces: 'loopback-only',
    mydestination: '',
    myorigin: 'localhost',
    smtp_sasl_auth_enable: 'yes',
    smtp_sasl_password_maps: `hash:${PASSWORDS}`,
    smtp_sasl_security_options: 'noanonymous',
    smtp_sasl_tls_security_options: 'noanonymous',
    smtp_tls_security_level: LEVELS[input.tls],
    smtp_tls_wrappermode: input.tls === 'wrapper' ? 'yes' : 'no',
    smtp_tls_CAfile: '/etc/ssl/certs/ca-certificates.crt',
    sender_canonical_classes: 'envelope_sender, header_sender',
    sender_canonical_maps: `regexp:${SENDERS}`,
    virtual_alias_domains: 'localhost, $myhostname',
    virtual_alias_maps: local(input.administrator),
  };
}

/** Not of what Postfix sends about mail that it could not deliver, whose sender is empty and looked up as `""@localhost`: answers to that would never end. */
const senders = ({ rewrite, sender }: Input) => text`
  # Written by Milepost.
  if !/^double-bounce@/
  ${rewrite === 'all' ? '/^[^@"]/' : '/^[^@"]+@localhost$/'} ${sender}
  endif
`;

const configured = (input: Input) => [
  file.content(SENDERS, senders(input), { replaceEdited: true }),
  file.content(
    PASSWORDS,
    text`
      # Written by Milepost.
      ${relayOf(input)} ${input.user}:${input.password}
    `,
    { mode: '0600', replaceEdited: true },
  ),
  postfix.map(PASSWORDS),
  postfix.settings(settingsOf(input)),
  control.accepts(SERVICE),
];

const running = () => step.startService(TITLE, systemd.running(SERVICE.unit, { configFiles: SERVICE.reads }));
const sends = (input: Input) => step.verify(listening(25), postfix.sendsBy(relayOf(input)));

const relayhost = inFile(MAIN, /^relayhost\s*=\s*\[?([A-Za-z0-9.-]+)\]?(?::\d+)?\s*$/);
const relayPort = inFile(MAIN, /^relayhost\s*=\s*\S+:(\d{1,5})\s*$/);

export default definePackage({
  id: 'postfix',
  title: TITLE,
  category: 'mail',
  description:
    'Sends this server’s mail through a provider’s mail server. It accepts none from other computers.',
  provides: ['mail_transport'],
  input,
  version: apt.version('postfix'),
  foundSettings: () => ({
    relay: relayhost,
    port: fact(relayPort.read, (output) => {
      const port = relayPort.parse(output);
      return port === null ? null : Number(port);
    }),
  }),
  services: [SERVICE],
  listens: [tcp(25, { on: 'loopback' })],
  data: {
    holds: 'Mail that waits to be sent',
    paths: () => [QUEUE],
    inUse: () => [],
    option: {
      title: 'Remove configuration and waiting mail',
      description: `Also remove the files of Debian’s package in ${HOME}, and mail that waits in ${QUEUE}. That is archived in /var/backups/postfix first. Otherwise the next install finds it again.`,
    },
  },

  operations: {
    install: ({ input }) => [
      step.checkSystem(postfix.receivesForNobody()),
      apt.install(TITLE, PACKAGES, { data: [QUEUE], before: [postfix.preseeded(relayOf(input))] }),
      step.configure(TITLE, configured(input)),
      running(),
      sends(input),
    ],

    update: ({ input }) => [
      apt.update(TITLE, PACKAGES),
      step.configure(TITLE, control.accepts(SERVICE)),
      running(),
      sends(input),
    ],

    uninstall: ({ removeData }) => {
      const lost = `Removes the configuration of Postfix and mail that waits. An archive of it stays in /var/backups/postfix.`;
      return [
        step.stopService(TITLE, systemd.stopped(SERVICE.unit)),
        step.backUp(
          'waiting mail',
          removeData &&
            archived(QUEUE, { to: BACKUP, unless: sh`[ -z "$(find ${WAITING} -type f 2>/dev/null)" ]` }),
        ),
        apt.remove(TITLE, 'postfix', {
          ...{ service: SERVICE, stays: STAYS },
          ...(removeData && { purge: { destructive: lost } }),
        }),
        step.removeData(
          removeData && [file.absent(QUEUE, { destructive: lost }), file.absent(MAIN, { destructive: lost })],
        ),
        step.cleanUp(
          !removeData && file.removedOrRestored(MAIN, { withoutBackup: 'stays' }),
          file.absent(SENDERS),
          file.absent(PASSWORDS),
          file.absent(`${PASSWORDS}.db`),
        ),
        apt.removalVerified('postfix', SERVICE),
      ];
    },
  },
});

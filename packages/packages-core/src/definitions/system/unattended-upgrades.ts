import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { fact } from '../../dsl/facts/fact';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import type { Server } from '../../dsl/package/context';
import * as apt from '../../dsl/recipes/apt-steps';
import { sh } from '../../dsl/sh';
import { step } from '../../dsl/steps/step';
import { text } from '../../dsl/values/text';
import { notInstalled } from '../../states/apt/packages';
import * as upgrades from '../../states/apt/unattended';
import { asBefore } from '../../states/file/as-before';
import * as file from '../../states/file/files';
import * as systemd from '../../states/systemd/services';

/** Read after Debian's 20auto-upgrades and 50unattended-upgrades, which stay as they are. */
const FILE = '/etc/apt/apt.conf.d/52-milepost-unattended-upgrades';
const LOGS = '/var/log/unattended-upgrades';
const PACKAGE = 'unattended-upgrades';

const input = z.object({
  updates: field.oneOf(
    {
      security: 'Security updates',
      distribution: 'All updates of the distribution',
      all: 'All updates, also of other repositories',
    },
    {
      ...{ title: 'What is upgraded', default: 'security' },
      description: 'Once a day. Packages on hold stay as they are.',
    },
  ),
  never: field.list(
    field.line({
      ...{ title: 'Package', max: 100, example: 'postgresql-15', like: /^[a-z0-9][a-z0-9+.-]*\*?$/ },
      message: 'Packages are named as by apt; a * at the end stands for any ending.',
    }),
    { title: 'Never upgraded', description: 'Such as “linux-*”: a * at the end stands for any ending.' },
  ),
  reboot: field.flag({
    title: 'Reboot automatically',
    description: 'After an upgrade that asks for it, such as a new kernel, also while somebody is logged in.',
  }),
  rebootTime: field.line({
    ...{ title: 'Time of the reboot', max: 5, default: '04:00', when: { reboot: true } },
    ...{ like: /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/, description: 'In the time zone of the server.' },
    message: 'Time of the reboot must be a time of day, such as 04:00.',
  }),
  mail: field.line({
    ...{
      title: 'Mail to',
      max: 254,
      default: '',
      like: /^(?:[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]|[a-z_][a-z0-9_-]{0,31})?$/,
    },
    description:
      'An address, or a user of the server, that is told what was upgraded. A program on the server has to send it.',
    message: 'Mail to must be an email address, such as ada@example.com, or a user of the server.',
  }),
  unused: field.flag({
    ...{ title: 'Remove what is no longer needed', advanced: true },
    description: 'Packages that came with others and that nothing needs after an upgrade.',
  }),
  replaceEdited,
});
type Input = z.output<typeof input>;

/** Without a dollar sign of a template in it. */
const CODENAME = '${distro_codename}';

const PATTERNS: Record<'debian' | 'ubuntu', Record<Input['updates'], readonly string[]>> = {
  debian: {
    security: [`origin=Debian,codename=${CODENAME}-security,label=Debian-Security`],
    distribution: [
      `origin=Debian,codename=${CODENAME}-security,label=Debian-Security`,
      `origin=Debian,codename=${CODENAME},label=Debian`,
      `origin=Debian,codename=${CODENAME}-updates,label=Debian`,
    ],
    all: ['origin=*'],
  },
  ubuntu: {
    security: [`origin=Ubuntu,archive=${CODENAME}-security`],
    distribution: ['', '-security', '-updates'].map((suite) => `origin=Ubuntu,archive=${CODENAME}${suite}`),
    all: ['origin=*'],
  },
};
const patternsOf = ({ updates }: Input, { os }: Pick<Server, 'os'>) =>
  PATTERNS[os === 'ubuntu' ? 'ubuntu' : 'debian'][updates];

/** unattended-upgrades takes regular expressions, from the beginning of the name. */
const expressionOf = (name: string) => {
  const escaped = name.replace(/\*$/, '').replaceAll(/[.+]/g, '\\$&');
  return name.endsWith('*') ? escaped : `${escaped}$`;
};

const OURS = 'Unattended-Upgrade';
const yes = (flag: boolean) => (flag ? 'true' : 'false');

/** Names and values, also those without which another file would decide. */
const settingsOf = (input: Input): [string, string][] => [
  ['APT::Periodic::Update-Package-Lists', '1'],
  ['APT::Periodic::Unattended-Upgrade', '1'],
  [`${OURS}::Automatic-Reboot`, yes(input.reboot)],
  ...(input.reboot
    ? ([
        [`${OURS}::Automatic-Reboot-WithUsers`, 'true'],
        [`${OURS}::Automatic-Reboot-Time`, input.rebootTime],
      ] satisfies [string, string][])
    : []),
  ...(input.mail === ''
    ? []
    : ([
        [`${OURS}::Mail`, input.mail],
        [`${OURS}::MailReport`, 'on-change'],
      ] satisfies [string, string][])),
  [`${OURS}::Remove-Unused-Dependencies`, yes(input.unused)],
];
const listsOf = (input: Input, server: Pick<Server, 'os'>): [string, string][] => [
  ...patternsOf(input, server).map((each): [string, string] => [`${OURS}::Origins-Pattern::`, each]),
  ...input.never.map((name): [string, string] => [`${OURS}::Package-Blacklist::`, expressionOf(name)]),
];

const linesOf = (entries: [string, string][]) => entries.map(([name, value]) => `${name} "${value}";`);

const configuration = (input: Input, server: Pick<Server, 'os'>) => text`
  // Written by Milepost. It asks before it replaces what was changed here by hand.
  #clear ${OURS}::Origins-Pattern;
  #clear ${OURS}::Allowed-Origins;
  ${linesOf(listsOf(input, server)).join('\n')}
  ${linesOf(settingsOf(input)).join('\n')}
`;

/** What apt has now, by whichever file. */
const effective = (name: string) => sh`apt-config dump ${`${OURS}::${name}`}`;

/** A file that apt cannot read would stop all of apt. */
const READ_BY_APT = sh`APT_CONFIG="$new" apt-config dump >/dev/null`.displayAs('apt-config dump');

export default definePackage({
  id: 'unattended_upgrades',
  title: 'Unattended upgrades',
  category: 'system',
  description: 'Installs security updates, or all updates, automatically every day.',
  input,
  version: apt.version(PACKAGE),
  foundSettings: () => ({
    reboot: fact(effective('Automatic-Reboot'), (output) => /"(?:true|1)"/.test(output)),
    rebootTime: fact(
      effective('Automatic-Reboot-Time'),
      (output) => /"(\d\d:\d\d)"/.exec(output)?.[1] ?? null,
    ),
    mail: fact(effective('Mail'), (output) => /"([^"]+)"/.exec(output)?.[1] ?? null),
    unused: fact(effective('Remove-Unused-Dependencies'), (output) => /"(?:true|1)"/.test(output)),
  }),
  data: {
    holds: 'The log of upgrades',
    paths: () => [LOGS],
    inUse: () => [],
    option: {
      title: 'Remove configuration and log',
      description: `Also remove Debian’s configuration of it and ${LOGS}.`,
    },
  },

  operations: {
    install: ({ input, server }) => [
      step.checkSystem(upgrades.timersUsable(), input.mail !== '' && upgrades.sendsMail('mail')),
      apt.install('unattended-upgrades', PACKAGE, { megabytes: 60 }),
      step.configure(
        'upgrades',
        upgrades.showingHolds(
          file.content(FILE, configuration(input, server), {
            ...{ validate: READ_BY_APT, replaceEdited: input.replaceEdited },
          }),
        ),
        upgrades.settingsInForce(linesOf([...listsOf(input, server), ...settingsOf(input)])),
      ),
      step.startService('the timers of apt', ...upgrades.TIMERS.map((timer) => systemd.running(timer))),
      step.verify(upgrades.upgradePossible()),
    ],

    update: () => [apt.update('unattended-upgrades', PACKAGE), step.verify(upgrades.upgradePossible())],

    upgrade_now: {
      does: 'Upgrade now',
      options: z.object({}),
      steps: () => [step.run('the upgrade', upgrades.upgradedNow())],
    },

    uninstall: ({ removeData }) => [
      apt.remove('unattended-upgrades', PACKAGE, {
        ...(removeData && {
          purge: { destructive: 'Removes the configuration of unattended-upgrades that Debian brought.' },
        }),
      }),
      step.removeData(
        removeData && file.absent(LOGS, { destructive: `Removes ${LOGS}, where upgrades were recorded.` }),
      ),
      step.cleanUp(file.original(FILE)),
      step.verifyRemoval(asBefore(FILE), notInstalled(PACKAGE)),
    ],
  },
});

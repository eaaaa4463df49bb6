import { z } from 'zod';
import type { ConsoleConnection } from '../../dsl/facts/console-connection';
import { consoleConnection } from '../../dsl/facts/console-connection';
import { fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { aptService } from '../../dsl/recipes/apt-service';
import { service } from '../../dsl/services/service';
import { sh } from '../../dsl/sh';
import { containsNetwork, networkText, parseNetwork } from '../../dsl/values/network';
import * as fail2ban from '../../states/fail2ban';
import * as file from '../../states/file/files';

const HOME = '/etc/fail2ban';
/** The last one that is read: nothing of Debian’s or of somebody else’s comes after it. */
const CONFIGURATION = `${HOME}/jail.d/zz-milepost.local`;
const DATA = '/var/lib/fail2ban';
const LOG = '/var/log/fail2ban.log';
const LOOPBACK = ['127.0.0.0/8', '::1'];

const NGINX = '/var/log/nginx/*error.log';
const APACHE = '/var/log/apache2/*error.log';
const REPEATED = 'recidive';

/** By their names in Debian’s jail.conf, with the logs that they read; null: the journal, or a log that Fail2ban writes. */
const JAILS = {
  sshd: { label: 'sshd: logins by SSH', log: null },
  recidive: { label: 'recidive: addresses that were banned again and again, for a week', log: null },
  'nginx-http-auth': { label: 'nginx-http-auth: wrong passwords for web sites', log: NGINX },
  'nginx-limit-req': { label: 'nginx-limit-req: more requests than limit_req allows', log: NGINX },
  'nginx-botsearch': { label: 'nginx-botsearch: bots looking for vulnerable pages', log: NGINX },
  'apache-auth': { label: 'apache-auth: wrong passwords for web sites', log: APACHE },
  'apache-noscript': { label: 'apache-noscript: bots looking for scripts', log: APACHE },
  'apache-overflows': { label: 'apache-overflows: requests that are too long', log: APACHE },
  'apache-botsearch': { label: 'apache-botsearch: bots looking for vulnerable pages', log: APACHE },
} as const;
type Jail = keyof typeof JAILS;
const NAMES = Object.keys(JAILS) as Jail[];
const isJail = (name: string): name is Jail => Object.hasOwn(JAILS, name);

const input = z.object({
  jails: field.someOf(
    Object.fromEntries(NAMES.map((name) => [name, JAILS[name].label])) as Record<Jail, string>,
    {
      ...{ title: 'Jails', default: ['sshd'] },
      description:
        'Each watches a log for failures of one kind. Those of a web server need that server to be installed.',
    },
  ),
  banMinutes: field.int({
    ...{ title: 'Ban time', unit: 'minutes', min: 1, max: 525_600, default: 60 },
    description: 'How long a banned address cannot reach any TCP port of this server.',
  }),
  findMinutes: field.int({
    ...{ title: 'Find time', unit: 'minutes', min: 1, max: 10_080, default: 10 },
    description: 'Failures within this time are counted together.',
  }),
  retries: field.int({
    ...{ title: 'Failed attempts', unit: 'attempts', min: 1, max: 100, default: 5 },
    description: 'So many within the find time, and an address is banned.',
  }),
  ignored: field.list(field.network({ title: 'Address' }), {
    ...{ title: 'Never banned', max: 100 },
    description:
      'Addresses, and networks such as 10.0.0.0/8. The address that the console comes from is never banned in any case, and neither are those in the ignoreip of other Fail2ban files.',
  }),
  replaceEdited,
});
type Input = z.output<typeof input>;

interface Read {
  console: ConsoleConnection | null;
  /** Whom other files of Fail2ban do not ban. */
  others: readonly string[];
}

/** Whether what was typed has the address in it already: then it need not be there by itself. */
function covers(ignored: readonly string[], address: string): boolean {
  const inner = parseNetwork(address);
  return ignored.some((each) => {
    const outer = parseNetwork(each);
    return outer !== null && inner !== null && containsNetwork(outer, inner);
  });
}

function ignoredBy({ ignored }: Input, { console, others }: Read): string {
  const own = console && !covers(ignored, console.source) ? [console.source] : [];
  return [...new Set([...LOOPBACK, ...ignored, ...own, ...others])].join(' ');
}

/** Of all ports: a service may listen on others than jail.conf says. */
const BAN = 'banaction = nftables[type=allports]';

const section = (name: Jail, input: Input, ignored: string): string[] => [
  ...['', `[${name}]`, 'enabled = true', `backend = ${name === 'sshd' ? 'systemd' : 'auto'}`],
  ...[BAN, `ignoreip = ${ignored}`],
  ...(name === REPEATED
    ? []
    : [
        ...[`bantime = ${input.banMinutes}m`, `findtime = ${input.findMinutes}m`],
        `maxretry = ${input.retries}`,
      ]),
];

const chosen = ({ jails }: Input) => NAMES.filter((name) => jails.includes(name));

function configuration(input: Input, read: Read): string {
  const ignored = ignoredBy(input, read);
  return [
    '# Written by Milepost. It asks before it replaces what was changed here by hand.',
    ...['[DEFAULT]', `ignoreip = ${ignored}`],
    ...chosen(input).flatMap((name) => section(name, input, ignored)),
    // Debian has it run by itself.
    ...(input.jails.includes('sshd') ? [] : ['', '[sshd]', 'enabled = false']),
  ].join('\n');
}

const jailsOf = (input: Input) => {
  const { banMinutes, findMinutes, retries } = input;
  const settings = { ban: banMinutes * 60, find: findMinutes * 60, retries };
  return Object.fromEntries(chosen(input).map((name) => [name, name === REPEATED ? null : settings]));
};

/** Minutes, where a jail that runs says whole ones. */
const minutes = (name: 'bantime' | 'findtime') => {
  const { read, parse: seconds } = fail2ban.jailSetting('sshd', name);
  return fact(read, (output) => {
    const value = seconds(output);
    return value === null || value < 60 ? null : Math.round(value / 60);
  });
};

const others = fail2ban.ignoredByOthers(CONFIGURATION);
const running = fail2ban.runningJails();

/** The patterns whose logs are there; null where the server did not tell. */
const logs = fact(
  sh`echo logs; for log in /var/log/nginx/*error.log /var/log/apache2/*error.log; do if [ -e "$log" ]; then echo "\${log%/*}/*error.log"; fi; done`.displayAs(
    `ls ${NGINX} ${APACHE}`,
  ),
  (output) => {
    const [marker, ...found] = parse.lines(output);
    return marker === 'logs' ? [...new Set(found)] : null;
  },
);

export default aptService({
  id: 'fail2ban',
  title: 'Fail2ban',
  category: 'security',
  description: 'Bans addresses from which too many logins fail, for a while. The console is never banned.',
  packages: ['fail2ban', 'python3-systemd', 'nftables'],
  stays: ['python3-systemd', 'nftables'],
  service: service('fail2ban', {
    ...{ reads: [`${HOME}/**`], onChange: 'reload' },
    validate: fail2ban.accepted(),
  }),
  input,
  facts: { console: consoleConnection, others, logs },
  foundSettings: () => ({
    jails: fact(running.read, (output) => running.parse(output)?.filter(isJail) ?? null),
    banMinutes: minutes('bantime'),
    findMinutes: minutes('findtime'),
    retries: fail2ban.jailSetting('sshd', 'maxretry'),
    ignored: fact(others.read, (output) =>
      others.parse(output).filter((each) => {
        const network = parseNetwork(each);
        return network !== null && networkText(network) === each && !covers(LOOPBACK, each);
      }),
    ),
  }),
  data: {
    holds: 'The bans',
    paths: () => [DATA],
    inUse: () => [],
    option: {
      title: 'Remove configuration and bans',
      description: `Also remove ${CONFIGURATION}, the list of bans in ${DATA}, and the log. Otherwise the next install finds them again.`,
    },
  },
  ownFiles: [LOG],

  refuse: ({ operation, input, facts: { logs } }) =>
    operation === 'install' && logs !== null
      ? chosen(input).map((name) => {
          const { log } = JAILS[name];
          return (
            log !== null &&
            !logs.includes(log) &&
            `The jail ${name} reads ${log}, which this server does not have. Install ${log === NGINX ? 'nginx' : 'Apache'} first, or leave out the jail.`
          );
        })
      : [],
  check: (_, { console }) => [!console && fail2ban.consoleKnown()],

  // Its package starts it at once: from the first moment on with these jails, and never with the console among whom it bans.
  configureFirst: true,
  configure: (input, facts) => [
    file.directory(HOME),
    file.directory(`${HOME}/jail.d`),
    file.content(CONFIGURATION, configuration(input, facts), { replaceEdited: input.replaceEdited }),
    facts.console && fail2ban.exempt(facts.console.source),
  ],
  verify: (input, { console }) => [fail2ban.runs(jailsOf(input), { exempt: console?.source ?? null })],
});

import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { fact } from '../../dsl/facts/fact';
import { choice } from '../../dsl/form/choice';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { tcp } from '../../dsl/package/listen';
import * as apt from '../../dsl/recipes/apt-steps';
import { service } from '../../dsl/services/service';
import { sh } from '../../dsl/sh';
import { step } from '../../dsl/steps/step';
import { path, stamp } from '../../dsl/values/path';
import { text } from '../../dsl/values/text';
import * as file from '../../states/file/files';
import { block, blockAbsent } from '../../states/file/block';
import { listening } from '../../states/port';
import * as cluster from '../../states/postgres/cluster';
import * as configuration from '../../states/postgres/configuration';
import * as pgdg from '../../states/postgres/pgdg';
import * as control from '../../states/systemd/control';
import * as systemd from '../../states/systemd/services';

const offered = apt.versions('postgresql-*', {
  withoutLists: { bookworm: ['15'], trixie: ['17'], jammy: ['14'], noble: ['16'] },
});
/** What apt knows on the server, then what PostgreSQL’s own repository has besides. */
const selectable = fact(offered.read, (output) => {
  const known = offered.parse(output);
  const others = pgdg.PGDG_VERSIONS.filter((version) => !known.includes(version));
  return [
    ...known.map((version) => ({ value: version, label: version })),
    ...others.map((version) => ({ value: version, label: `${version} (PostgreSQL’s own repository)` })),
  ];
});

const BYTE = '(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`;
const IPV6 = z.regexes.ipv6.source.replace(/^\^|\$$/g, '');
const ADDRESS = new RegExp(`^(?:${IPV4}|${IPV6})$`);
const NETWORK = new RegExp(
  `^(?:${IPV4}/(?:3[0-2]|[12]?[0-9])|(?:${IPV6})/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))$`,
);

const input = z.object({
  version: choice(selectable, {
    ...{ title: 'Version', example: '17', like: /^[1-9][0-9]$/ },
    message: 'Version must be a number, such as 17.',
  }),
  repository: field.oneOf(
    { distribution: 'The distribution', pgdg: 'PostgreSQL’s own repository, apt.postgresql.org' },
    {
      ...{ title: 'Packages from', default: 'distribution' },
      description:
        'PostgreSQL’s own repository has other versions, and newer packages of the same. It is not verified with the vendor’s repository: the tests of Milepost cannot reach it.',
    },
  ),
  port: field.port({ default: 5432 }),
  listen: field.oneOf(
    { loopback: 'This server only', network: 'Other computers as well' },
    { title: 'Reachable from', default: 'loopback' },
  ),
  addresses: field.list(
    field.line({
      ...{ title: 'Address', example: '192.0.2.10', max: 45, like: ADDRESS },
      message: 'Addresses are IP addresses of this server, such as 192.0.2.10.',
    }),
    {
      ...{ title: 'Listen addresses', max: 20, when: { listen: 'network' } },
      description:
        'IP addresses of this server, on which it listens beside its own loopback. All of them, if there is none.',
    },
  ),
  clients: field.list(
    field.line({
      ...{ title: 'Network', example: '10.0.0.0/8', max: 49, like: NETWORK },
      message: 'Clients are networks such as 10.0.0.0/8, or single addresses such as 192.0.2.7/32.',
    }),
    {
      ...{ title: 'Clients', when: { listen: 'network' } },
      description:
        'Networks such as 10.0.0.0/8, from which roles may log in with their passwords. From others nobody may.',
    },
  ),
  maxConnections: field.int({
    ...{ title: 'Most connections', unit: 'connections', min: 10, max: 10_000, default: 100 },
    description: 'So many clients may be connected at the same time.',
  }),
  sharedBuffersMb: field.int({
    ...{ title: 'Shared buffers', unit: 'MB', min: 16, max: 1_048_576, default: 128 },
    description:
      'Memory in which PostgreSQL keeps data. A quarter of the server’s memory suits one that does little else.',
  }),
  replaceEdited,
});
type Input = z.output<typeof input>;
type Identity = Pick<Input, 'version'>;

const title = ({ version }: Identity) => `PostgreSQL ${version}`;
const packageOf = ({ version }: Identity) => `postgresql-${version}`;
const dataOf = ({ version }: Identity) => `/var/lib/postgresql/${version}/main`;
const logOf = ({ version }: Identity) => `/var/log/postgresql/postgresql-${version}-main.log`;
const rulesOf = ({ version }: Identity) => `${cluster.homeOf(version)}/pg_hba.conf`;
const settingsOf = ({ version }: Identity) => `${cluster.homeOf(version)}/conf.d/90-milepost.conf`;
const RULES = { name: 'clients' };

export const serviceOf = ({ version }: Identity) =>
  service(cluster.unitOf(version), {
    reads: [`${cluster.homeOf(version)}/postgresql.conf`, `${cluster.homeOf(version)}/conf.d/*.conf`],
    validate: configuration.accepted(version),
    logs: [{ path: sh`echo ${logOf({ version })}`, begins: 'LOG: +starting PostgreSQL' }],
    program: `/usr/lib/postgresql/${version}/bin/postgres`,
  });

const listenAddresses = ({ listen, addresses }: Input) => {
  if (listen === 'loopback') return 'localhost';
  return addresses.length === 0 ? '*' : ['localhost', ...addresses].join(', ');
};
/** As pg_settings has them: the buffers in blocks of 8 kB. */
const settings = (input: Input) => ({
  port: String(input.port),
  listen_addresses: listenAddresses(input),
  max_connections: String(input.maxConnections),
  shared_buffers: String(input.sharedBuffersMb * 128),
});

const configured = (input: Input) => {
  const { version, port, maxConnections, sharedBuffersMb, replaceEdited } = input;
  const written = file.content(
    settingsOf(input),
    text`
      # Written by Milepost. It asks before it replaces what was changed here by hand.
      port = ${port}
      listen_addresses = '${listenAddresses(input)}'
      max_connections = ${maxConnections}
      shared_buffers = ${sharedBuffersMb}MB
    `,
    { replaceEdited },
  );
  const rules = input.clients.map((network) => `host all all ${network} scram-sha-256`);
  return [
    configuration.announced(written, version, settings(input)),
    input.listen === 'network' && rules.length > 0
      ? block(rulesOf(input), {
          ...{ ...RULES, text: rules.join('\n'), mode: '0640', owner: 'postgres:postgres' },
        })
      : blockAbsent(rulesOf(input), RULES),
    cluster.startsAtBoot(version),
    control.accepts(serviceOf(input)),
  ];
};
const running = (input: Input) => {
  const { unit, reads, logs } = serviceOf(input);
  return step.startService(
    title(input),
    systemd.running(unit, { configFiles: reads, logs }),
    configuration.rulesInForce(input),
  );
};
const answers = (input: Input) =>
  step.verify(listening(input.port), configuration.inForce(input, settings(input)));

export default definePackage({
  id: 'postgresql',
  title: 'PostgreSQL',
  category: 'database',
  description: 'Relational database server. Its databases and roles are added on its page.',
  input,
  instance: { by: ['version'], title },
  facts: { offered },
  discover: { metapackages: ({ version }: Input) => cluster.metapackages(version) },
  found: apt.installedVersions('postgresql-*', 'version'),
  version: (input) => apt.version(packageOf(input)),
  services: (input) => [serviceOf(input)],
  listens: (input) => [tcp(input.port, { on: input.listen === 'loopback' ? 'loopback' : 'all' })],
  data: {
    holds: 'All databases and roles',
    paths: (input) => [dataOf(input)],
    // Where a cluster that is there has its data elsewhere, that stays so.
    inUse: () => [],
    option: {
      title: 'Remove configuration and data',
      description:
        'Also remove all databases and roles of this version, and its configuration. They are dumped to /var/backups/postgresql first. Otherwise the next install finds them again.',
    },
  },

  refuse: ({ operation, input, facts: { offered }, server }) =>
    operation === 'install'
      ? [
          input.repository === 'distribution' &&
            offered.length > 0 &&
            !offered.includes(input.version) &&
            `The repositories of this server do not have PostgreSQL ${input.version}. Choose PostgreSQL’s own repository, or another version.`,
          input.sharedBuffersMb > server.memoryMb / 2 &&
            `Shared buffers of ${input.sharedBuffersMb} MB are more than half of this server’s memory of ${server.memoryMb} MB. Choose less.`,
        ]
      : [],

  operations: {
    install: ({ input, installed, server }) => [
      step.checkSystem(configuration.notAltered(input.version, settings(input))),
      apt.install(title(input), packageOf(input), {
        ...{ data: [dataOf(input)], megabytes: 300, after: [cluster.exists(input.version)] },
        repository: input.repository === 'pgdg' ? pgdg.added(input.version, server) : [],
      }),
      step.configure(title(input), configured(input)),
      running(input),
      installed?.input.repository === 'pgdg' &&
        input.repository !== 'pgdg' &&
        step.cleanUp(pgdg.removed(input.version)),
      answers(input),
    ],

    update: ({ input }) => [
      apt.update(title(input), packageOf(input)),
      step.configure(title(input), control.accepts(serviceOf(input))),
      running(input),
      answers(input),
    ],

    uninstall: ({ input, discovered, removeData }) => {
      const main = serviceOf(input);
      const lost = `Removes all databases and roles of ${title(input)}. A dump of them stays in /var/backups/postgresql.`;
      const configurationFiles = [
        settingsOf(input),
        rulesOf(input),
        `${cluster.homeOf(input.version)}/start.conf`,
      ];
      return [
        step.checkSystem(removeData && [cluster.noOthers(input.version), cluster.canBeDumped(input.version)]),
        step.backUp(
          `the databases of ${title(input)}`,
          removeData &&
            cluster.dumped(input.version, {
              to: path`/var/backups/postgresql/${input.version}-main-${stamp}`,
            }),
        ),
        step.stopService(title(input), { ...control.inactive(main), leftoverLabel: `${main.unit}, running` }),
        apt.remove(title(input), [packageOf(input), ...discovered.metapackages], {
          service: main,
          ...(removeData && { purge: { destructive: lost, losses: cluster.databases(input.version) } }),
        }),
        step.removeData(
          removeData && [
            file.absent(dataOf(input), { destructive: lost }),
            // No other cluster is there: see above.
            file.absent(`/etc/postgresql/${input.version}`, { destructive: lost }),
            file.absent(logOf(input), { destructive: `Removes the log ${logOf(input)}.` }),
          ],
        ),
        step.cleanUp(
          !removeData &&
            configurationFiles.map((file_) => file.removedOrRestored(file_, { withoutBackup: 'stays' })),
          input.repository === 'pgdg' && pgdg.removed(input.version),
        ),
        apt.removalVerified(packageOf(input), main),
      ];
    },
  },
});

import { expect } from 'vitest';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import exporter from './node-exporter';

const UNIT = 'prometheus-node-exporter';
const FILE = `/etc/default/${UNIT}`;
const written = (...words: string[]) => ({
  'Configuring Node exporter': [
    [
      `write ${FILE} (0644 root:root)`,
      '# Written by Milepost. It asks before it replaces what was changed here by hand.',
      `ARGS="${words.join(' ')}"`,
      '',
    ].join('\n'),
    `${UNIT} $ARGS --version`,
  ],
});
const checked = (port: number) => ({
  'Checking the system': [
    ...[`who listens on port ${port}`, 'dpkg --audit', 'df', `apt-get -s install ${UNIT}`],
    `look for edits of ${FILE}`,
  ],
});
const LISTS = { 'Refreshing package lists': ['apt-get update'] };
const started = (port: number) => ({
  'Starting Node exporter': [`systemctl enable ${UNIT} && systemctl restart ${UNIT}`],
  'Verifying installation': [`curl http://127.0.0.1:${port}/metrics`],
});
const installed = (port: number) => ({
  ...LISTS,
  'Installing Node exporter': [`apt-get install --no-install-recommends ${UNIT}`],
  ...started(port),
});
const stopped = {
  'Checking the system': [`apt-get -s remove ${UNIT}`],
  'Stopping Node exporter': [`systemctl disable --now ${UNIT}`],
};
const gone = { 'Verifying removal': [`dpkg-query -W ${UNIT}`, `processes of ${UNIT}.service`] };

testPlans(exporter, [
  {
    name: 'installing says where it listens before it is there',
    kind: 'install',
    input: {},
    plan: { ...checked(9100), ...written('--web.listen-address=127.0.0.1:9100'), ...installed(9100) },
  },
  {
    name: 'with collectors, on some addresses',
    kind: 'install',
    input: {
      ...{ port: 9200, collectors: ['tcpstat', 'processes'], disabled: ['systemd', 'dmi'] },
      ...{ listen: 'network', addresses: ['10.0.0.5', '2001:db8::5'] },
    },
    plan: {
      ...checked(9200),
      ...written(
        '--web.listen-address=127.0.0.1:9200',
        '--web.listen-address=10.0.0.5:9200',
        '--web.listen-address=[2001:db8::5]:9200',
        ...['--collector.tcpstat', '--collector.processes'],
        ...['--no-collector.systemd', '--no-collector.dmi'],
      ),
      ...installed(9200),
    },
  },
  {
    name: 'on all addresses',
    kind: 'install',
    input: { listen: 'network' },
    plan: { ...checked(9100), ...written('--web.listen-address=:9100'), ...installed(9100) },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', `apt-get -s install --only-upgrade ${UNIT}`],
      ...LISTS,
      'Updating Node exporter': [`apt-get install --only-upgrade ${UNIT}`],
      'Configuring Node exporter': [`${UNIT} $ARGS --version`],
      ...started(9100),
    },
  },
  {
    name: 'uninstalling keeps the configuration',
    kind: 'uninstall',
    input: {},
    plan: {
      ...stopped,
      'Removing Node exporter': [`apt-get remove ${UNIT}`],
      'Cleaning up': [`put the former ${FILE} back`],
      ...gone,
    },
  },
  {
    name: 'uninstalling with configuration and data',
    kind: 'uninstall',
    input: { removeData: true },
    plan: {
      ...stopped,
      'Removing Node exporter': [`apt-get purge ${UNIT}`],
      'Removing data': ['/var/lib/prometheus/node-exporter', FILE].map(
        (path) => `rm -rf --one-file-system -- ${path}`,
      ),
      ...gone,
    },
  },
]);

testRefusals(exporter, [
  {
    input: { port: 70_000, listen: 'network', addresses: ['$(id)'], collectors: ['x" --web.config'] },
    messages: {
      port: 'Port must be at most 65535.',
      'addresses.0': 'Addresses are IP addresses of this server, such as 192.0.2.10.',
      'collectors.0': expect.stringMatching(
        /^Further collectors must be one of buddyinfo, .*, zoneinfo\.$/,
      ) as string,
    },
  },
]);

import { z } from 'zod';
import { field } from '../../dsl/form/fields';
import { listenAddresses, listenFields, listensOn } from '../../dsl/form/listen-addresses';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { tcp } from '../../dsl/package/listen';
import { aptService } from '../../dsl/recipes/apt-service';
import { service } from '../../dsl/services/service';
import { text } from '../../dsl/values/text';
import * as file from '../../states/file/files';
import * as http from '../../states/http';
import { acceptsArguments } from '../../states/node-exporter';

const UNIT = 'prometheus-node-exporter';
const CONFIGURATION = `/etc/default/${UNIT}`;
const PROGRAM = `/usr/bin/${UNIT}`;
const TEXTFILES = '/var/lib/prometheus/node-exporter';

/** Those that Debian’s does not run by itself. */
const FURTHER = {
  buddyinfo: 'buddyinfo: fragments of memory',
  ethtool: 'ethtool: network cards',
  interrupts: 'interrupts',
  ksmd: 'ksmd: merged pages of memory',
  lnstat: 'lnstat: network of the kernel',
  logind: 'logind: sessions',
  meminfo_numa: 'meminfo_numa: memory by NUMA node',
  mountstats: 'mountstats: NFS mounts',
  network_route: 'network_route: routes',
  ntp: 'ntp: time of an NTP server',
  processes: 'processes: numbers by state',
  qdisc: 'qdisc: queues of the network',
  slabinfo: 'slabinfo: memory of the kernel',
  tcpstat: 'tcpstat: connections by state',
  wifi: 'wifi',
  zoneinfo: 'zoneinfo: zones of memory',
};

/** Those that it runs by itself and may be spared. */
const USUAL = {
  arp: 'arp',
  bonding: 'bonding',
  cpufreq: 'cpufreq',
  diskstats: 'diskstats',
  dmi: 'dmi: hardware with its names',
  edac: 'edac: errors of memory',
  filesystem: 'filesystem',
  hwmon: 'hwmon: sensors',
  infiniband: 'infiniband',
  ipvs: 'ipvs',
  mdadm: 'mdadm: RAID',
  netclass: 'netclass',
  netdev: 'netdev',
  netstat: 'netstat',
  nfs: 'nfs',
  nfsd: 'nfsd',
  os: 'os: name of the system',
  powersupplyclass: 'powersupplyclass',
  pressure: 'pressure',
  rapl: 'rapl: energy',
  schedstat: 'schedstat',
  sockstat: 'sockstat',
  softnet: 'softnet',
  systemd: 'systemd: states of units',
  textfile: 'textfile: metrics of other programs',
  thermal_zone: 'thermal_zone',
  timex: 'timex',
  udp_queues: 'udp_queues',
  uname: 'uname: kernel and host name',
  xfs: 'xfs',
  zfs: 'zfs',
};

const input = z.object({
  port: field.port({ default: 9100 }),
  ...listenFields,
  collectors: field.someOf(FURTHER, {
    title: 'Further collectors',
    description: 'Beside those that it runs by itself, such as processor, memory, disks, network and units.',
  }),
  disabled: field.someOf(USUAL, { title: 'Turned off', advanced: true }),
  replaceEdited,
});
type Input = z.output<typeof input>;

const argumentsOf = (input: Input): string[] => [
  ...(listenAddresses(input) ?? ['']).map(
    (address) => `--web.listen-address=${address.includes(':') ? `[${address}]` : address}:${input.port}`,
  ),
  ...input.collectors.map((name) => `--collector.${name}`),
  ...input.disabled.map((name) => `--no-collector.${name}`),
];

export default aptService({
  id: 'node_exporter',
  title: 'Node exporter',
  category: 'monitoring',
  description: 'Measurements of this server for Prometheus, without a password.',
  packages: [UNIT],
  service: service(UNIT, {
    ...{ reads: [CONFIGURATION], program: PROGRAM },
    validate: acceptsArguments(PROGRAM, CONFIGURATION),
  }),
  input,
  listens: (input) => [tcp(input.port, { on: listensOn(input), scheme: 'http' })],
  data: {
    holds: 'Metrics that other programs put down for it',
    paths: () => [TEXTFILES],
    inUse: () => [],
    option: {
      title: 'Remove configuration and data',
      description: `Also remove ${CONFIGURATION} and ${TEXTFILES}. Otherwise the next install finds them again.`,
    },
  },
  // Its package starts it at once, on all addresses, unless this is there.
  configureFirst: true,
  configure: (input) => [
    file.content(
      CONFIGURATION,
      text`
        # Written by Milepost. It asks before it replaces what was changed here by hand.
        ARGS="${argumentsOf(input).join(' ')}"
      `,
      { replaceEdited: input.replaceEdited },
    ),
  ],
  verify: ({ port }) => [http.responds({ port, path: '/metrics', contains: 'node_exporter_build_info' })],
});

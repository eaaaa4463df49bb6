import { testPlans, testRefusals } from '../../dsl/testing/table';
import hostName from './host-name';

const HOSTS = (line: string) => `in /etc/hosts, between two comments “host name”:\n${line}\n`;
const CLOUD = '/etc/cloud/cloud.cfg.d/99-milepost-host-name.cfg';

testPlans(hostName, [
  {
    ...{ name: 'a name', kind: 'install', input: { name: 'web-1' } },
    plan: {
      'Checking the system': ['grep web-1 /etc/hosts'],
      'Applying the host name': [HOSTS('127.0.1.1 web-1'), 'hostnamectl set-hostname web-1'],
      'Verifying installation': ['hostname -f'],
    },
  },
  {
    name: 'a name with its domain, where cloud-init would set its own',
    kind: 'install',
    input: { name: 'web-1', domain: 'example.org' },
    facts: { cloud: '/etc/cloud/cloud.cfg.d' },
    plan: {
      'Checking the system': ['grep web-1 /etc/hosts', `look for edits of ${CLOUD}`],
      'Applying the host name': [
        HOSTS('127.0.1.1 web-1.example.org web-1'),
        'hostnamectl set-hostname web-1',
        [
          `write ${CLOUD} (0644 root:root)`,
          '# Written by Milepost: the host name is set there.',
          'preserve_hostname: true',
          'manage_etc_hosts: false',
          '',
        ].join('\n'),
      ],
      'Verifying installation': ['hostname -f'],
    },
  },
  {
    ...{ name: 'resetting', kind: 'uninstall', input: {}, installed: { name: 'web-1' } },
    plan: {
      'Cleaning up': [
        'hostnamectl set-hostname what it was before',
        'remove the lines “host name” from /etc/hosts',
        `put the former ${CLOUD} back, or remove it`,
      ],
      'Verifying removal': ['look for former values of the host name'],
    },
  },
]);

const NAME = 'Host name has lower-case letters, digits and dashes, without a domain.';
testRefusals(hostName, [
  ...['Web', 'web.example.org', '-web', 'web-', 'a b', '$(id)', 'web\n127.0.0.1 x'].map((name) => ({
    input: { name },
    messages: { name: name.includes('\n') ? 'Host name must be one line.' : NAME },
  })),
  {
    input: { name: 'web', domain: 'example..org' },
    messages: { domain: 'Domain must be a domain name, such as example.org.' },
  },
  { input: {}, messages: { name: 'Host name is required.' } },
]);

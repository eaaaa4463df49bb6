import { testPlans, testRefusals } from '../../dsl/testing/table';
import timeZone from './time-zone';

const CHECK = { 'Checking the system': ['timedatectl list-timezones'] };
const VERIFIED = { 'Verifying installation': ['timedatectl show -p Timezone --value'] };

testPlans(timeZone, [
  {
    ...{ name: 'a zone', kind: 'install', input: { zone: 'Europe/Berlin' } },
    plan: {
      ...CHECK,
      'Applying the time zone': ['timedatectl set-timezone Europe/Berlin'],
      ...VERIFIED,
    },
  },
  {
    name: 'a zone and synchronization, where there is /etc/timezone',
    kind: 'install',
    input: { zone: 'Europe/Berlin', synchronize: 'on' },
    facts: { zoneFile: 'Etc/UTC' },
    plan: {
      'Checking the system': ['timedatectl list-timezones', 'timedatectl show -p CanNTP --value'],
      'Applying the time zone': [
        'timedatectl set-timezone Europe/Berlin',
        'write to /etc/timezone: Europe/Berlin',
      ],
      'Applying synchronization of the clock': ['timedatectl set-ntp yes'],
      ...VERIFIED,
    },
  },
  {
    name: 'synchronization that is no longer chosen',
    kind: 'install',
    input: { zone: 'Europe/Berlin' },
    installed: { zone: 'Europe/Berlin', synchronize: 'off' },
    plan: {
      ...CHECK,
      'Applying the time zone': ['timedatectl set-timezone Europe/Berlin'],
      'Applying synchronization of the clock': ['timedatectl set-ntp what it was before'],
      ...VERIFIED,
    },
  },
  {
    ...{ name: 'resetting', kind: 'uninstall', input: {}, facts: { zoneFile: 'Etc/UTC' } },
    plan: {
      'Cleaning up': [
        'timedatectl set-ntp what it was before',
        'write to /etc/timezone: what it was before',
        'timedatectl set-timezone what it was before',
      ],
      'Verifying removal': ['look for former values of synchronization of the clock, the time zone'],
    },
  },
]);

testRefusals(
  timeZone,
  ['../../etc/passwd', 'Europe/', '$(id)', 'Europe/Berlin; id', '-x', '/Etc/UTC'].map((zone) => ({
    input: { zone },
    messages: { zone: 'Time zone must be one such as Europe/Berlin.' },
  })),
);

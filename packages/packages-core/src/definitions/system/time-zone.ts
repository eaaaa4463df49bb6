import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { choice } from '../../dsl/form/choice';
import { field } from '../../dsl/form/fields';
import { step } from '../../dsl/steps/step';
import * as time from '../../states/system/time';
import { valueIs, valueRestored, valuesForgotten } from '../../states/system/values';

const input = z.object({
  zone: choice(time.zones(), {
    ...{ title: 'Time zone', default: 'Etc/UTC', like: /^[A-Za-z0-9][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/ },
    description: 'Programs that run already go by the former one until they are started again.',
    message: 'Time zone must be one such as Europe/Berlin.',
  }),
  synchronize: field.oneOf(
    { keep: 'As it is', on: 'On', off: 'Off' },
    {
      ...{ title: 'Synchronize the clock', default: 'keep' },
      description: 'By the time service that is on the server, such as systemd-timesyncd.',
    },
  ),
});
type Input = z.output<typeof input>;

const ntpOf = ({ synchronize }: Input) =>
  synchronize === 'keep' ? null : synchronize === 'on' ? 'yes' : 'no';

export default definePackage({
  id: 'time_zone',
  title: 'Time zone and clock',
  category: 'system',
  description:
    'In which time zone the server shows times and runs jobs, and whether its clock is synchronized.',
  verbs: { install: 'Set', uninstall: 'Reset' },
  input,
  facts: { zoneFile: time.zoneFile() },

  operations: {
    install: ({ input, installed, facts }) => {
      const { zone } = input;
      const ntp = ntpOf(input);
      return [
        step.checkSystem(time.zoneKnown(zone, 'zone'), ntp && time.canSynchronize(ntp, 'synchronize')),
        step.apply(
          'the time zone',
          valueIs(time.ZONE, zone),
          facts.zoneFile !== null && valueIs(time.ZONE_IN_FILE, zone),
        ),
        step
          .apply(
            'synchronization',
            ntp ? valueIs(time.SYNCHRONIZED, ntp) : installed && valueRestored(time.SYNCHRONIZED),
          )
          .as('synchronization', 'synchronization of the clock'),
        step.verify(time.zoneRead(zone)),
      ];
    },

    uninstall: ({ facts }) => [
      step.cleanUp(
        valueRestored(time.SYNCHRONIZED),
        facts.zoneFile !== null && valueRestored(time.ZONE_IN_FILE),
        valueRestored(time.ZONE),
      ),
      step.verifyRemoval(valuesForgotten(time.SYNCHRONIZED, time.ZONE)),
    ],
  },
});

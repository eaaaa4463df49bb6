import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import {
  commandLines,
  environmentFile,
  environmentOf,
  limitFields,
  runnable,
  unitCommandFields,
} from '../../dsl/recipes/unit-command';
import { service } from '../../dsl/services/service';
import type { State } from '../../dsl/state';
import { step } from '../../dsl/steps/step';
import { text } from '../../dsl/values/text';
import * as file from '../../states/file/files';
import { DAEMON_CAUSES } from '../../states/failures/daemon';
import { noProcessesOf } from '../../states/port';
import * as control from '../../states/systemd/control';
import * as systemd from '../../states/systemd/services';
import { unit, unitAbsent, unitFile } from '../../states/systemd/units';

/** So long a daemon has to run before it counts as one that stays up. */
const SECONDS = 3;

const input = z.object({
  name: field.user({ title: 'Name', example: 'worker' }),
  ...unitCommandFields({ example: '/usr/bin/python3 worker.py' }),
  restart: field.oneOf(
    { always: 'Always', 'on-failure': 'After a failure', no: 'Never' },
    { title: 'Restart', description: 'When it ends by itself.', default: 'always' },
  ),
  restartSeconds: field.int({
    ...{ title: 'Wait before a restart', unit: 's', min: 1, max: 3600, default: 2, advanced: true },
  }),
  ...limitFields,
  replaceEdited,
});
type Input = z.output<typeof input>;
type Named = Pick<Input, 'name'>;

/** With a beginning of its own: a package that comes later never brings a unit of this name. */
const unitOf = ({ name }: Named) => `daemon-${name}`;
const titleOf = ({ name }: Named) => `daemon ${name}`;
const serviceOf = (input: Input) =>
  service(unitOf(input), {
    reads: [unitFile(unitOf(input)), ...(input.environment ? [environmentFile(unitOf(input))] : [])],
  });

const unitText = (input: Input) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  [Unit]
  Description=${input.name}, kept running
  Wants=network-online.target
  After=network-online.target
  # It is started again however often it ends.
  StartLimitIntervalSec=0

  [Service]
  ${commandLines(unitOf(input), input, input)}
  Restart=${input.restart}
  RestartSec=${input.restartSeconds}

  [Install]
  WantedBy=multi-user.target
`;

/** That it may end by itself is said last: what it needs and does not have is a better cause. */
const withCauses = (state: State): State => ({
  ...state,
  failures: [...(state.failures ?? []), ...DAEMON_CAUSES],
});

export default definePackage({
  id: 'daemon',
  title: 'Daemon',
  category: 'processes',
  description: 'A command of your own that systemd keeps running, from the boot of the server on.',
  input,
  instance: { by: ['name'], title: titleOf },
  verbs: { install: 'Create', uninstall: 'Delete' },
  services: (input) => [serviceOf(input)],

  operations: {
    install: ({ input }) => [
      step.checkSystem(runnable(input)),
      step.configure(
        titleOf(input),
        environmentOf(unitOf(input), input),
        unit(unitOf(input), unitText(input), { replaceEdited: input.replaceEdited }),
      ),
      step.startService(
        titleOf(input),
        withCauses(systemd.running(unitOf(input), { configFiles: serviceOf(input).reads })),
      ),
      step.verify(withCauses(control.staysUp(serviceOf(input), { seconds: SECONDS }))),
    ],

    uninstall: ({ input }) => [
      step.stopService(titleOf(input), systemd.stopped(unitOf(input))),
      step.cleanUp(unitAbsent(unitOf(input)), file.original(environmentFile(unitOf(input)))),
      step.verifyRemoval(noProcessesOf(unitOf(input))),
    ],
  },
});

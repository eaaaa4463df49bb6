import { z } from 'zod';
import { definePackage } from '../../define-package';
import { field } from '../../form/fields';
import { secret } from '../../secret';
import { service } from '../../services/service';
import { step } from '../../steps/step';
import { text } from '../../values/text';
import * as file from '../../../states/file/files';
import * as control from '../../../states/systemd/control';
import * as systemd from '../../../states/systemd/services';

const input = z.object({
  name: field.name(),
  command: field.line({
    title: 'Command',
    description: 'Run without a shell.',
    example: '/usr/bin/python3 worker.py',
  }),
  user: field.user({ default: 'www-data' }),
  directory: field.directory({ title: 'Directory', default: '/' }),
  environment: secret({
    title: 'Environment',
    description: 'NAME=value, one a line.',
    format: 'text',
  }).optional(),
  restart: field.oneOf(
    { always: 'Always', 'on-failure': 'After a failure', no: 'Never' },
    { title: 'Restart', default: 'always' },
  ),
  memoryMb: field.int({ title: 'Memory limit', unit: 'MB', min: 16, max: 1_048_576, default: 512 }),
});
type Input = z.output<typeof input>;

const unit = ({ name }: Input) => `/etc/systemd/system/${name}.service`;
const environment = ({ name }: Input) => `/etc/milepost-daemons/${name}.env`;
const serviceOf = (input: Input) => service(input.name, { reads: [unit(input)] });

export default definePackage({
  id: 'daemon',
  title: 'Daemon',
  category: 'processes',
  description: 'A command that is kept running as a systemd service.',
  input,
  instance: { by: ['name'], title: ({ name }) => `daemon ${name}` },
  verbs: { install: 'Create', uninstall: 'Delete' },
  services: (input) => [serviceOf(input)],

  operations: {
    install: ({ input }) => [
      step.configure(
        input.name,
        file.directory('/etc/milepost-daemons'),
        input.environment
          ? file.content(environment(input), text`${input.environment}`, { mode: '0600' })
          : file.absent(environment(input)),
        file.content(
          unit(input),
          text`
            [Unit]
            Description=${input.name}
            After=network-online.target

            [Service]
            ExecStart=${input.command}
            User=${input.user}
            WorkingDirectory=${input.directory}
            EnvironmentFile=-${environment(input)}
            Restart=${input.restart}
            MemoryMax=${input.memoryMb}M

            [Install]
            WantedBy=multi-user.target
          `,
        ),
      ),
      step.startService(input.name, systemd.running(input.name, { configFiles: serviceOf(input).reads })),
      step.verify(control.staysUp(serviceOf(input), { seconds: 5 })),
    ],
    uninstall: ({ input }) => [
      step.stopService(input.name, systemd.stopped(input.name)),
      step.cleanUp(file.absent(unit(input)), file.absent(environment(input))),
    ],
  },
});

import { z } from 'zod';
import { definePackage } from '../../define-package';
import { choice } from '../../form/choice';
import { field } from '../../form/fields';
import { tcp } from '../../package/listen';
import * as apt from '../../recipes/apt-steps';
import { service } from '../../services/service';
import { step } from '../../steps/step';
import { text } from '../../values/text';
import * as file from '../../../states/file/files';
import { listening } from '../../../states/port';
import * as systemd from '../../../states/systemd/services';
import { postgres } from './stand-ins';

const versions = apt.versions('postgresql-*');

const input = z.object({
  version: choice(versions, { title: 'Version', example: '17' }),
  port: field.port({ default: 5432 }),
  listen: field.oneOf(
    { localhost: 'This server', '*': 'All addresses' },
    { title: 'Listens on', default: 'localhost' },
  ),
  maxConnections: field.int({ title: 'Connections', min: 10, max: 10_000, default: 100 }),
  sharedBuffersMb: field.int({ title: 'Shared buffers', unit: 'MB', min: 16, max: 1_048_576, default: 128 }),
});
type Input = z.output<typeof input>;

const title = ({ version }: Pick<Input, 'version'>) => `PostgreSQL ${version}`;
const configured = ({ version }: Input) => `/etc/postgresql/${version}/main/conf.d/90-milepost.conf`;
const dataOf = ({ version }: Input) => `/var/lib/postgresql/${version}/main`;
const serviceOf = (input: Input) =>
  service(`postgresql@${input.version}-main`, { reads: [configured(input)] });
const running = (input: Input) =>
  systemd.running(serviceOf(input).unit, { configFiles: serviceOf(input).reads });

export default definePackage({
  id: 'postgresql',
  title: 'PostgreSQL',
  category: 'database',
  description: 'Relational database server. Databases and roles are added on its page.',
  input,
  instance: { by: ['version'], title },
  facts: { versions },
  discover: { dataDirectory: ({ version }: Input) => postgres.dataDirectory(version) },
  version: ({ version }) => apt.version(`postgresql-${version}`),
  services: (input) => [serviceOf(input)],
  listens: (input) => [tcp(input.port, { on: input.listen === '*' ? 'all' : 'loopback' })],
  data: {
    holds: 'All databases',
    paths: (input) => [dataOf(input)],
    inUse: ({ dataDirectory }) => [dataDirectory],
  },

  operations: {
    install: ({ input }) => [
      apt.install(title(input), `postgresql-${input.version}`, { data: [dataOf(input)] }),
      step.configure(
        title(input),
        file.content(
          configured(input),
          text`
            port = ${input.port}
            listen_addresses = '${input.listen}'
            max_connections = ${input.maxConnections}
            shared_buffers = ${input.sharedBuffersMb}MB
          `,
        ),
      ),
      step.startService(title(input), running(input)),
      step.verify(listening(input.port)),
    ],
    update: ({ input }) => [
      apt.update(title(input), `postgresql-${input.version}`),
      step.startService(title(input), running(input)),
      step.verify(listening(input.port)),
    ],
    uninstall: ({ input, removeData }) => [
      step.stopService(title(input), systemd.stopped(serviceOf(input).unit)),
      apt.remove(title(input), `postgresql-${input.version}`, {
        service: serviceOf(input),
        ...(removeData && { purge: { destructive: `Removes all databases of ${title(input)}.` } }),
      }),
      step.removeData(removeData && file.absent(dataOf(input), { destructive: `Removes ${dataOf(input)}.` })),
      apt.removalVerified(`postgresql-${input.version}`),
    ],
  },
});

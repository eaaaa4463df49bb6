import { z } from 'zod';
import { field } from '../../form/fields';
import { tcp } from '../../package/listen';
import { aptService } from '../../recipes/apt-service';
import { service } from '../../services/service';
import * as file from '../../../states/file/files';
import { listening } from '../../../states/port';

const CONFIGURATION = '/etc/memcached.conf';

export default aptService({
  id: 'memcached',
  title: 'memcached',
  category: 'cache',
  description: 'In-memory cache without persistence. It listens on this server only.',
  packages: ['memcached'],
  service: service('memcached', { reads: [CONFIGURATION], program: '/usr/bin/memcached' }),
  input: z.object({
    port: field.port({ default: 11_211 }),
    memoryMb: field.int({ title: 'Memory', unit: 'MB', min: 16, max: 1_048_576, default: 64 }),
  }),
  listens: (input) => [tcp(input.port, { on: 'loopback' })],
  configure: (input) => [
    file.line(CONFIGURATION, { match: '^-m ', content: `-m ${input.memoryMb}` }),
    file.line(CONFIGURATION, { match: '^-p ', content: `-p ${input.port}` }),
  ],
  verify: (input) => [listening(input.port)],
});

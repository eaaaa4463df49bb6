import { z } from 'zod';
import { field } from '../../dsl/form/fields';
import { listenAddresses, listenFields, listensOn } from '../../dsl/form/listen-addresses';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { tcp } from '../../dsl/package/listen';
import { aptService } from '../../dsl/recipes/apt-service';
import { service } from '../../dsl/services/service';
import { text } from '../../dsl/values/text';
import * as file from '../../states/file/files';
import { answers } from '../../states/memcached';

const CONFIGURATION = '/etc/memcached.conf';

export default aptService({
  id: 'memcached',
  title: 'Memcached',
  category: 'cache',
  description: 'In-memory cache without persistence and without a password.',
  packages: ['memcached'],
  service: service('memcached', { reads: [CONFIGURATION], program: '/usr/bin/memcached' }),
  input: z.object({
    port: field.port({ default: 11_211 }),
    memoryMb: field.int({
      ...{ title: 'Memory', unit: 'MB', min: 16, max: 1_048_576, default: 64 },
      description: 'For what is stored. What was not used for longest goes when it is full.',
    }),
    connections: field.int({
      ...{ title: 'Most connections', unit: 'connections', min: 16, max: 65_535, default: 1024 },
      advanced: true,
    }),
    itemMb: field.int({
      ...{ title: 'Largest value', unit: 'MB', min: 1, max: 128, default: 1, advanced: true },
      description: 'At most half of the memory.',
    }),
    listen: field.oneOf(
      { loopback: 'This server only', network: 'Other computers as well, without a password' },
      {
        ...{ title: 'Reachable from', default: 'loopback' },
        description: 'Whoever reaches it reads and changes all that is stored. Let a firewall say who does.',
      },
    ),
    addresses: listenFields.addresses,
    replaceEdited,
  }),
  listens: (input) => [tcp(input.port, { on: listensOn(input) })],
  refuse: ({ operation, input: { itemMb, memoryMb } }) => [
    operation === 'install' && itemMb > memoryMb / 2 && 'The largest value is more than half of the memory.',
  ],
  configure: (input) => [
    file.content(
      CONFIGURATION,
      text`
        # Written by Milepost. It asks before it replaces what was changed here by hand.
        -m ${input.memoryMb}
        -c ${input.connections}
        -I ${input.itemMb}m
        -p ${input.port}
        ${listenAddresses(input)
          ?.map((address) => `-l ${address}`)
          .join('\n')}
        -u memcache
        -P /run/memcached/memcached.pid
      `,
      { replaceEdited: input.replaceEdited },
    ),
  ],
  verify: ({ port, memoryMb, connections }) => [answers({ port, memoryMb, connections })],
});

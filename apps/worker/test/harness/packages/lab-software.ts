import { field } from '@milepost/packages-core/dsl/form/fields';
import { aptSoftware } from '@milepost/packages-core/dsl/recipes/apt-software';
import { sh } from '@milepost/packages-core/dsl/sh';
import { repository, repositoryAbsent } from '@milepost/packages-core/states/apt/repository';
import * as command from '@milepost/packages-core/states/command';
import { z } from 'zod';

const NAME = 'lab';

/** A package for tests: the sample of a repository that lies on the server, and on demand a program of the distribution. */
export default aptSoftware({
  id: 'lab_software',
  title: 'Lab software',
  category: 'processes',
  description: 'The sample of the lab’s repository.',
  input: z.object({
    fingerprint: field.line({ title: 'Fingerprint of the key' }),
    armored: field.lines({ title: 'Public key' }),
    withJq: field.flag({ title: 'Add jq', default: false }),
  }),
  packages: ({ withJq }) => ['milepost-sample', ...(withJq ? ['jq'] : [])],
  repository: ({ armored, fingerprint }) => ({
    added: repository({
      ...{ name: NAME, uri: 'file:/srv/milepost-repository', suite: 'stable', components: ['main'] },
      key: { armored, fingerprint },
    }),
    removed: repositoryAbsent({ name: NAME }),
  }),
  verify: ({ withJq }) => [
    command.answers({
      ...{ id: 'software_answers', is: 'The software answers' },
      run: withJq ? sh`milepost-sample && jq --version` : sh`milepost-sample`,
    }),
  ],
});

import { z } from 'zod';
import { optional } from '../../dsl/package/requirement';
import { aptSoftware } from '../../dsl/recipes/apt-software';
import { sh } from '../../dsl/sh';
import * as command from '../../states/command';
import phpFpm from './php-fpm';

export default aptSoftware({
  id: 'composer',
  title: 'Composer',
  category: 'language',
  description:
    'Installs the libraries of PHP projects. It runs with the PHP that is there, and brings the distribution’s where there is none.',
  // PHP on the command line is enough for it, which its package brings.
  requires: { php: optional(phpFpm) },
  input: z.object({}),
  // Without git and unzip it cannot fetch most libraries.
  packages: () => ['composer', 'git', 'unzip'],
  stays: ['git', 'unzip'],
  verify: () => [
    command.answers({
      ...{ id: 'composer_answers', is: 'Composer answers' },
      // A home that nobody has: with root’s own, it would make directories there.
      run: sh`
        HOME=/nonexistent COMPOSER_HOME=/nonexistent COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_DISABLE_NETWORK=1 \
          /usr/bin/composer --version --no-interaction --no-ansi </dev/null
      `.displayAs('composer --version'),
    }),
  ],
});

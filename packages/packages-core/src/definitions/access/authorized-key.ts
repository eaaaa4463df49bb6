import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { step } from '../../dsl/steps/step';
import * as keys from '../../states/users/authorized-key';
import systemUser from './system-user';

const input = z.object({
  name: field.line({
    ...{ title: 'Name', max: 60, example: 'laptop of Ann', like: /^\S(?:.*\S)?$/u },
    description: 'Whose key it is, or of what.',
    message: 'Name must not begin or end with a space.',
  }),
  key: field.line({
    ...{ title: 'Public key', max: 6000, like: keys.PUBLIC_KEY },
    example: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8mCSxgKqRhiVXLFqIjyCQPOfBtpQOoVBVWvWEgL7bF ann@laptop',
    description: 'The line in a file such as id_ed25519.pub.',
    message: 'Public key must be the line of a .pub file, such as “ssh-ed25519 AAAA… ann@laptop”.',
  }),
});

const titleOf = ({ name }: { name: string }) => `key ${name}`;

export default definePackage({
  id: 'authorized_key',
  title: 'Authorized key',
  category: 'access',
  description: 'A key that may log in as a user of the server.',
  within: systemUser,
  input,
  instance: { by: ['name'], title: titleOf },
  verbs: { install: 'Add', uninstall: 'Remove' },

  operations: {
    install: ({ input, installed, parent }) => [
      step.checkSystem(keys.usable(parent.input.name, input.key)),
      step.create(
        titleOf(input),
        keys.authorizedKey(parent.input.name, input.key),
        installed &&
          !keys.isSameKey(installed.input.key, input.key) &&
          keys.authorizedKeyAbsent(parent.input.name, installed.input.key),
      ),
      step.verify(keys.mayLogIn(parent.input.name, input.key)),
    ],

    uninstall: ({ input, parent }) => [
      step.remove(titleOf(input), keys.authorizedKeyAbsent(parent.input.name, input.key)),
      step.verifyRemoval(keys.mayNotLogIn(parent.input.name, input.key)),
    ],
  },
});

import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import * as apt from '../../dsl/recipes/apt-steps';
import { sequence, sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { step } from '../../dsl/steps/step';
import { path, stamp } from '../../dsl/values/path';
import { archived } from '../../states/file/archived';
import * as group from '../../states/users/group';
import { sudoers, sudoersAbsent } from '../../states/users/sudoers';
import * as user from '../../states/users/user';

const ARCHIVES = '/var/backups/home';

const input = z.object({
  name: field.user({ title: 'Name', example: 'deploy' }),
  shell: field.oneOf(
    { '/bin/bash': 'bash', '/bin/sh': 'sh', '/usr/sbin/nologin': 'None: nobody can log in' },
    { title: 'Shell', default: '/bin/bash' },
  ),
  groups: field.list(field.user({ title: 'Group', example: 'www-data' }), {
    ...{ title: 'Groups', max: 20 },
    description: 'Of the server, beside the group that the user has for itself.',
  }),
  sudo: field.flag({
    title: 'May do everything by sudo',
    description:
      'Without a password: the user is then as powerful as root. Installs sudo where it is missing.',
  }),
});
type Input = z.output<typeof input>;
type Named = Pick<Input, 'name'>;

const titleOf = ({ name }: Named) => `user ${name}`;
const homeOf = ({ name }: Named) => `/home/${name}`;
const rulesOf = ({ name }: Named) => `user-${name}`;

const groupsLeft = (former: Input, { name, groups }: Input) =>
  former.groups.filter((each) => !groups.includes(each)).map((each) => group.without(each, name));

/** The plan says where the user is not Milepost's own. */
function deleted(input: Named, removeHome: boolean): State {
  const { name } = input;
  const destructive = `Deletes ${homeOf(input)} with all files in it. An archive of it stays in ${ARCHIVES}.`;
  const state = user.absent(name, removeHome ? { home: 'remove', destructive } : {});
  const foreign = sh`
    mp_made_user ${name} || mp_finding warns ${`The user ${name} was there before Milepost, which took it over. It is deleted, too.`}
  `;
  return { ...state, preview: state.preview ? sequence(state.preview, foreign) : foreign };
}

export default definePackage({
  id: 'system_user',
  title: 'System user',
  category: 'access',
  description: 'A user of the server, who logs in by authorized keys and has no password.',
  input,
  instance: { by: ['name'], title: titleOf },
  verbs: { install: 'Create', uninstall: 'Delete' },
  data: {
    holds: 'The home directory of the user',
    paths: (input) => [homeOf(input)],
    inUse: () => [],
    option: {
      title: 'Remove the home directory',
      description: `Also remove all files in it. They are archived in ${ARCHIVES} first. Otherwise the user finds them again when it is created again.`,
    },
  },

  operations: {
    install: ({ input, installed }) => [
      step.checkSystem(!installed && user.available(input.name, input)),
      input.sudo && apt.install('sudo', 'sudo', { megabytes: 10 }),
      step.createUser(
        input.name,
        user.exists(input.name, { shell: input.shell }),
        input.groups.map((name) => group.exists(name, { members: [input.name] })),
        installed && groupsLeft(installed.input, input),
        input.sudo
          ? sudoers(rulesOf(input), `${input.name} ALL=(ALL:ALL) NOPASSWD: ALL\n`)
          : installed?.input.sudo && sudoersAbsent(rulesOf(input)),
      ),
      step.verify(user.asWanted(input.name, input)),
    ],

    uninstall: ({ input, removeData }) => [
      step.checkSystem(user.idle(input.name)),
      step.backUp(
        `the home directory of ${input.name}`,
        removeData && archived(homeOf(input), { to: path`${ARCHIVES}/${input.name}-${stamp}.tar.gz` }),
      ),
      step.remove(titleOf(input), sudoersAbsent(rulesOf(input)), deleted(input, removeData)),
      step.verifyRemoval(user.gone(input.name)),
    ],
  },
});

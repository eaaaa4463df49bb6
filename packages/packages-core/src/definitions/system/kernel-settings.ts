import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { step } from '../../dsl/steps/step';
import { text } from '../../dsl/values/text';
import { asBefore } from '../../states/file/as-before';
import * as file from '../../states/file/files';
import * as limits from '../../states/system/limits';
import * as sysctl from '../../states/system/sysctl';

/** Read after those of Debian and of most others. */
const KERNEL_FILE = '/etc/sysctl.d/99-zz-milepost.conf';
const LIMITS_FILE = '/etc/security/limits.d/99-milepost.conf';

const SETTING = /^(?:abi|dev|fs|kernel|net|user|vm)(?:\.[A-Za-z0-9_-]+)+ ?= ?[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

const input = z.object({
  settings: field.list(
    field.line({
      ...{ title: 'Setting', example: 'net.core.somaxconn = 4096', like: SETTING },
      message:
        'Kernel settings are lines such as “net.core.somaxconn = 4096”, with one blank between numbers.',
    }),
    {
      title: 'Kernel settings',
      description: 'In force at once and after each boot. What they were before comes back with a reset.',
    },
  ),
  limits: field.list(
    field.line({
      ...{ title: 'Limit', example: 'www-data hard nofile 65536', like: limits.LIMIT },
      message:
        'Limits are lines such as “www-data hard nofile 65536”: a user, @group or *; soft, hard or -; what is limited; a number.',
    }),
    {
      title: 'Limits of logins',
      description:
        'For new sessions: a user, @group or *, then soft, hard or -, what is limited, and the number. Services have their own limits in their units.',
    },
  ),
  replaceEdited,
});
type Input = z.output<typeof input>;

const pairsOf = ({ settings }: Pick<Input, 'settings'>): [string, string][] =>
  settings.map((line) => {
    const [key = '', ...value] = line.split('=');
    return [key.trim(), value.join('=').trim()];
  });
const settingsOf = (input: Pick<Input, 'settings'>) => Object.fromEntries(pairsOf(input));
const keysOf = (input: Pick<Input, 'settings'>) => Object.keys(settingsOf(input));

/** Keys that the former input sets and the new one does not. */
const dropped = (former: Input, wanted: Input) =>
  keysOf(former).filter((key) => !keysOf(wanted).includes(key));

const kernelText = (input: Input) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  ${pairsOf(input)
    .map(([key, value]) => `${key} = ${value}`)
    .join('\n')}
`;
const limitsText = (input: Input) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  ${input.limits.join('\n')}
`;

function kernel(input: Input, former: Input | undefined) {
  const gone = former ? dropped(former, input) : [];
  const settings = settingsOf(input);
  return [
    gone.length > 0 && sysctl.restored(gone),
    // The kernel first: what it does not take is never written.
    input.settings.length > 0 && sysctl.inForce(settings, KERNEL_FILE),
    input.settings.length > 0
      ? file.content(KERNEL_FILE, kernelText(input), { replaceEdited: input.replaceEdited })
      : former && file.original(KERNEL_FILE),
  ];
}

/** What shuts everybody out of new sessions is undone by the server. */
function sessions(input: Input, former: Input | undefined) {
  if (input.limits.length === 0) return former && file.original(LIMITS_FILE);
  return {
    ...file.content(LIMITS_FILE, limitsText(input), { replaceEdited: input.replaceEdited }),
    unlessConfirmed: { withinSeconds: 60 },
  };
}

const twice = (input: Input) => {
  const keys = pairsOf(input).map(([key]) => key);
  return [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))];
};

export default definePackage({
  id: 'kernel_settings',
  title: 'Kernel settings and limits',
  category: 'system',
  description: 'Settings of the kernel (sysctl), and how much those who log in may use.',
  verbs: { install: 'Set', uninstall: 'Reset' },
  input,

  refuse: ({ operation, input }) =>
    operation === 'install'
      ? [
          input.settings.length + input.limits.length === 0 && 'Add a kernel setting or a limit.',
          ...twice(input).map((key) => `${key} is in the list twice.`),
        ]
      : [],

  operations: {
    install: ({ input, installed }) => [
      step.checkSystem(
        input.settings.length > 0 && sysctl.settable(settingsOf(input), KERNEL_FILE, 'settings'),
        input.limits.length > 0 && limits.possible(input.limits, 'limits'),
      ),
      step.apply('kernel settings', kernel(input, installed?.input)),
      step.apply('limits', sessions(input, installed?.input)).as('limits', 'limits'),
      step.verify(
        input.settings.length > 0 && sysctl.read(settingsOf(input)),
        input.limits.length > 0 && limits.applied(input.limits),
      ),
    ],

    uninstall: ({ input }) => [
      step.cleanUp(
        file.original(LIMITS_FILE),
        file.original(KERNEL_FILE),
        input.settings.length > 0 && sysctl.restored(keysOf(input)),
      ),
      step.verifyRemoval(asBefore(LIMITS_FILE), asBefore(KERNEL_FILE)),
    ],
  },
});

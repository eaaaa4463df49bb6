import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { step } from '../../dsl/steps/step';
import { text } from '../../dsl/values/text';
import * as file from '../../states/file/files';
import {
  SWAP_PATH,
  swapCanGo,
  swapFile,
  swapFileGone,
  swapOff,
  swapOn,
  swapPossible,
  swapUnit,
} from '../../states/system/swap';
import * as sysctl from '../../states/system/sysctl';
import * as systemd from '../../states/systemd/services';
import { unit, unitAbsent } from '../../states/systemd/units';

const KERNEL_FILE = '/etc/sysctl.d/99-zz-milepost-swap.conf';

const input = z.object({
  megabytes: field.int({ title: 'Size', unit: 'MB', min: 64, max: 131_072, default: 1024 }),
  path: field.line({
    ...{ title: 'Path', max: 100, default: '/swapfile', advanced: true, like: SWAP_PATH },
    description: 'Of a file that is not there yet, on ext4 or xfs.',
    message: 'Path must be absolute, of letters, digits, dots and underscores, such as /swapfile.',
  }),
  setSwappiness: field.flag({
    ...{ title: 'Set swappiness', advanced: true },
    description: 'How readily the kernel moves memory to swap. Otherwise it stays as it is.',
  }),
  swappiness: field.int({
    ...{ title: 'Swappiness', min: 0, max: 200, default: 10, advanced: true },
    ...{ when: { setSwappiness: true }, description: 'From 0, only in need, to 200; Debian has 60.' },
  }),
  replaceEdited,
});
type Input = z.output<typeof input>;

const unitText = ({ path }: Input) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  [Unit]
  Description=Swap file ${path}

  [Swap]
  What=${path}

  [Install]
  WantedBy=swap.target
`;

const swappinessOf = (input: Input) => ({ 'vm.swappiness': String(input.swappiness) });
const swappinessText = (input: Input) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  vm.swappiness = ${input.swappiness}
`;
const swappiness = (input: Input) => [
  sysctl.inForce(swappinessOf(input), KERNEL_FILE),
  file.content(KERNEL_FILE, swappinessText(input), { replaceEdited: input.replaceEdited }),
];
const swappinessRestored = () => [file.original(KERNEL_FILE), sysctl.restored(['vm.swappiness'])];

/** A file at another path goes once the new one is in use. */
const formerFile = (path: string) => [
  step.stopService('the former swap file', systemd.stopped(swapUnit(path))),
  step.remove('the former swap file', swapFileGone(path), unitAbsent(swapUnit(path))),
];

export default definePackage({
  id: 'swap_file',
  title: 'Swap file',
  category: 'system',
  description: 'Room on the disk for memory that is not used just now.',
  verbs: { install: 'Create', uninstall: 'Delete' },
  input,

  operations: {
    install: ({ input, installed }) => {
      const { path, megabytes } = input;
      const name = swapUnit(path);
      const former = installed && installed.input.path !== path ? installed.input.path : null;
      return [
        step.checkSystem(
          swapPossible(path, megabytes),
          swapCanGo(path, { unless: megabytes }),
          former !== null && swapCanGo(former),
          input.setSwappiness && sysctl.settable(swappinessOf(input), KERNEL_FILE, 'setSwappiness'),
        ),
        step.create(
          'the swap file',
          swapFile(path, megabytes),
          unit(name, unitText(input), { replaceEdited: input.replaceEdited }),
        ),
        step.startService('the swap file', systemd.running(name)),
        former !== null && formerFile(former),
        step.apply(
          'swappiness',
          input.setSwappiness ? swappiness(input) : installed?.input.setSwappiness && swappinessRestored(),
        ),
        step.verify(swapOn(path, megabytes), input.setSwappiness && sysctl.read(swappinessOf(input))),
      ];
    },

    uninstall: ({ input }) => {
      const { path } = input;
      return [
        step.checkSystem(swapCanGo(path)),
        step.stopService('the swap file', systemd.stopped(swapUnit(path))),
        step.remove('the swap file', swapFileGone(path), unitAbsent(swapUnit(path))),
        step.cleanUp(swappinessRestored()),
        step.verifyRemoval(swapOff(path)),
      ];
    },
  },
});

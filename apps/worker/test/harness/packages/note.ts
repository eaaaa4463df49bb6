import { definePackage } from '@milepost/packages-core/dsl/define-package';
import { field } from '@milepost/packages-core/dsl/form/fields';
import { step } from '@milepost/packages-core/dsl/steps/step';
import { text } from '@milepost/packages-core/dsl/values/text';
import * as file from '@milepost/packages-core/states/file/files';
import { z } from 'zod';
import listener from './listener';

const path = (name: string) => `/usr/local/lib/milepost-note-${name}`;

/** A package for tests that lives in a listener: any number of it in each. */
export default definePackage({
  id: 'note',
  title: 'Note',
  category: 'processes',
  description: 'A file that belongs to a listener.',
  within: listener,
  input: z.object({ name: field.name() }),
  instance: { by: ['name'], title: ({ name }) => `note ${name}` },

  operations: {
    install: ({ input: { name } }) => [
      step.configure(`note ${name}`, file.content(path(name), text`${name}`)),
    ],
    uninstall: ({ input: { name } }) => [step.cleanUp(file.absent(path(name)))],
  },
});

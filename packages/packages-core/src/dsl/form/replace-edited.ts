import { z } from 'zod';

/** The form's field `replaceEdited` of a package that writes whole files: see `file.content`. */
export const replaceEdited = z.boolean().default(false).meta({
  title: 'Replace files that were edited by hand',
  description: 'Files that Milepost wrote and somebody edited since. A copy of each is kept beside it.',
  advanced: true,
});

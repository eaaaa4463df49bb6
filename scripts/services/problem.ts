/** What keeps a command from going on, said to the person who typed it: one sentence, no stack trace. */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    /** Stable, for tests: `port_in_use`, `data_dir_unwritable` … */
    readonly code: string,
    /** One clear sentence, with what to do about it. */
    sentence: string,
    options?: { cause?: unknown },
  ) {
    super(sentence, options);
  }
}

/** A mistake or an obstacle a person can act on: `message` is one clear sentence, shown without a stack trace. */
export class LabError extends Error {
  override name = 'LabError';
}

/** What Temporal's UI shows of an operation as a whole. */
interface ShownOperation {
  title: string;
  requestedBy: string;
}

/** Characters. Temporal rejects the start of a workflow whose summary has more than 400 bytes: escaped, this is less. */
const MAX_LENGTH = 120;

/** The summary and the details of a workflow, which the UI renders as Markdown. `page`: the operation's address in the console. */
export function operationMetadata({ title, requestedBy }: ShownOperation, page: string) {
  return {
    staticSummary: plainMarkdown(title),
    staticDetails: `Started by ${plainMarkdown(requestedBy)}. [Open in the console](${page})`,
  };
}

/**
 * Markdown that renders as this text, on one line. Names of servers and people are theirs to choose: they must not add links or images. An
 * underscore within a word means nothing in Markdown, so that ordinary names stay as they are.
 */
function plainMarkdown(text: string): string {
  return text
    .slice(0, MAX_LENGTH)
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\\`*[\]()<>!#|~]/g, '\\$&')
    .replaceAll('://', ':\\//')
    .trim();
}

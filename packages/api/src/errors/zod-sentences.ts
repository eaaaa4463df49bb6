import { formatIssue } from '@milepost/packages-core/dsl/form/format-issue';
import { z } from 'zod';

/** Has zod answer in a sentence that names the field, where a schema of the routers brings no message of its own. Once a process. */
export function setZodSentences(): void {
  z.config({ localeError: (issue) => formatIssue(issue, titleOf(issue.path ?? [])) });
}

function titleOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'The input' : `“${path.map(String).join('.').slice(0, 200)}”`;
}

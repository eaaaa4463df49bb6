import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { fieldProblem } from '@milepost/packages-core/dsl/form/field-problem';
import { z } from 'zod';

/** Has zod answer in a sentence that names the field, where a schema of the routers brings no message of its own. Once a process. */
export function setZodSentences(): void {
  z.config({ localeError: (issue) => fieldProblemMessage(fieldProblem(issue, titleOf(issue.path ?? []))) });
}

function titleOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'The input' : `“${path.map(String).join('.').slice(0, 200)}”`;
}

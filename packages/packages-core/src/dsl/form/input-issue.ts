import type { FieldProblem } from '@milepost/contract/errors/field-problem';

/** What is wrong with one field; `path` is empty where it is the form as a whole. */
export interface InputIssue {
  path: string;
  problem: FieldProblem;
}

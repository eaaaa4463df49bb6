/** What the console is given to draw of an operation that did not go well; see views.ts. */

/** What an operation that did not complete has left on its server, a sentence each. */
export interface Aftermath {
  /** Verified by its milestones. */
  known: string[];
  unknown: string[];
}

/** What failed, why, and the last lines of its output. */
export interface FailureView {
  /** Its number, from 1. */
  milestone: number;
  label: string;
  sentence: string;
  /** The cause alone: "nginx.service is masked". Null where it is not known. */
  cause: string | null;
  /** What to do about it, in a line, where the state that failed knows. */
  hint: string | null;
  lastLines: string;
}

/** The two ways to delete an installation that failed or is unknown, with what follows from each. */
export interface Deletion {
  installationId: string;
  /** The last operation on it; `point`: the decision that it waits for, null where it has ended. */
  operation: { id: string; title: string; point: number | null };
  /** An uninstall, which begins on a page of its own. */
  cleanUp: string;
  record: string;
  /** Why the record cannot be deleted now. */
  recordProblem: string | null;
}

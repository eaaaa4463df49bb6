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

/** What the console is given to draw of packages, their forms and plans: as views.ts. */

/** One field of a package's form, built from the package's own schema. */
export interface FormField {
  name: string;
  title: string;
  description: string | null;
  type: 'text' | 'textarea' | 'number' | 'boolean' | 'select' | 'secret';
  unit: string | null;
  required: boolean;
  advanced: boolean;
  default: string | number | boolean | null;
  min: number | null;
  max: number | null;
  options: { value: string; label: string }[] | null;
  /** Of a secret: the form offers to generate one of this length. */
  generate: { length: number } | null;
}

export interface PackageView {
  id: string;
  title: string;
  description: string;
  category: string;
  scope: 'server' | 'site';
  supports: string[];
  install: { form: FormField[] };
  uninstall: { form: FormField[] };
  /** Live installations over all servers. */
  installations: number;
}

export interface PlanPreview {
  hash: string;
  milestones: {
    id: string;
    label: string;
    states: {
      id: string;
      label: string;
      /** `not_checked`: the server could not be asked (see `problem`). */
      is: 'already_true' | 'to_do' | 'unknown' | 'not_checked';
      /** The commands, secrets masked. Empty when already true. */
      shown: string;
      destructive: string | null;
      detail: string | null;
    }[];
    /** Median milliseconds of earlier runs. */
    usually: number | null;
  }[];
  /** What all of it usually takes on this kind of system; null before there were runs. */
  usually: { from: number; to: number; runs: number } | null;
  tally: { alreadyTrue: number; toDo: number; destructive: number };
  checkedAt: string | null;
  /** Why the plan could not be checked against the server, or why it cannot be carried out. */
  problem: string | null;
  /** False: the button is disabled, and `problem` says why. */
  possible: boolean;
}

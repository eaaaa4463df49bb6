/** What the console is given to draw of packages, their forms and plans: as views.ts. */

import type { FileDiff } from '@milepost/contract/file-diff';
import type { Finding } from '@milepost/contract/finding';
import type { FieldOption, FormField } from '@milepost/contract/form-field';
import type { FoundPackage } from '@milepost/contract/found-package';
import type { PackageObservation } from '@milepost/contract/observation';

import type { Category } from '@milepost/packages-core/dsl/package/categories';

import type { InstallationLink, Verbs } from './views';

export type { Category, FormField };

/** A package as the catalog lists it. */
export interface PackageSummary {
  id: string;
  title: string;
  description: string;
  category: PackageCategory;
  scope: 'server' | 'site';
  /** Read from the directory of packages that somebody wrote for this Milepost. */
  own: boolean;
  /** "Debian 12", "Debian 13". */
  supports: string[];
  /** The package whose installations it lives in: it is added to one of them instead of to a server. */
  within: { id: string; title: string } | null;
  verbs: Verbs;
  /** On how many servers it is installed. */
  servers: number;
}

/** Where a package is installed: the page of that installation. */
export interface InstalledOn {
  id: string;
  /** "PHP 8.3", else the title of the package. */
  title: string;
  server: { id: string; name: string };
}

/** A file in that directory that holds no package which can be used, with a sentence for each reason. */
export interface RejectedPackageFile {
  file: string;
  messages: string[];
}

/** The same with its forms. */
export interface PackageView extends PackageSummary {
  install: { form: FormField[] };
  uninstall: { form: FormField[] };
}

/** `title`: "Web servers". */
export interface PackageCategory {
  id: Category;
  title: string;
}

/** A package on a server. */
export interface InstalledPackage {
  id: string;
  /** "PHP 8.3", else the title of its package. */
  title: string;
  package: { id: string; title: string };
  verbs: Verbs;
  /** The title of what it lives in. */
  parent: string | null;
  server: { id: string; name: string };
}

/** What a form for a package that is there already begins with. */
export interface InstalledSettings {
  /** It is installed, and nothing is wrong with it. */
  active: boolean;
  /** An install of it completed once. */
  installed: boolean;
  /** A secret that is left out stays as it is. */
  keepsSecrets: boolean;
  /** By field name; secrets are masked. */
  settings: Record<string, unknown>;
}

/** What the fields of a form can be chosen from on one server. */
export interface FieldOptions {
  /** By field. One that could not be read is left out. */
  options: Record<string, FieldOption[]>;
  /** Why the server did not say what it offers; null where it did, or nobody had to ask. */
  problem: string | null;
}

export interface PlanCheckProgress {
  /** `waiting`: no worker has begun. */
  stage: 'waiting' | 'connecting' | 'checking';
  /** States checked, of so many. */
  done: number;
  total: number;
  /** It takes longer than usual. */
  slow: boolean;
}

export interface PlanPreview {
  hash: string;
  milestones: {
    id: string;
    label: string;
    states: {
      id: string;
      label: string;
      /**
       * `change`: Milepost makes it so. `precondition`: it has to be so before anything is changed, and an operation fails where it is
       * not. `verification`: looked at once the changes before it are made.
       */
      role: 'change' | 'precondition' | 'verification';
      /** `not_checked`: the server could not be asked (see `problem`). */
      is: 'already_true' | 'to_do' | 'unknown' | 'not_checked';
      /** The commands, secrets masked. Empty when already true. */
      shown: string;
      destructive: string | null;
      /** Names of what would be destroyed, as the server has them now. */
      losses: string[];
      detail: string | null;
      /** What was found on the server about it. */
      findings: Finding[];
      /** What it changes of packages, those that it names first. */
      packages: PackageObservation[];
      /** What it changes in a file; null where nothing, or it is not known. */
      diff: FileDiff | null;
    }[];
    /** Milliseconds of work in the middle of earlier runs; null before there were five. */
    typicalDuration: number | null;
  }[];
  /** What all of it usually takes on this kind of system; null before there were five runs. */
  typicalDuration: { from: number; to: number; runs: number } | null;
  /** `toDo`: changes alone. `replaced`: files that Milepost did not write, or that were edited since. */
  tally: { alreadyTrue: number; toDo: number; destructive: number; replaced: number; blocked: number };
  /** Names what was observed on the server, to be sent with the submission; null before all of it was. */
  observations: string | null;
  /** Paths of data that is in use and would no longer be read: to be confirmed. */
  outOfSight: string[];
  /** What all of it changes of packages: "12 new packages, 4.2 MB to download". Null where it changes none, or it is not known. */
  packagesSummary: string | null;
  /** Of an update: the version before and after, or that nothing newer is available. Null where it is not known. */
  headline: string | null;
  /** When the whole plan was checked; null before that, and where it could not be. */
  checkedAt: string | null;
  /** How far the check is while it runs: what is not checked yet is `not_checked`. Null once it is over. */
  progress: PlanCheckProgress | null;
  /** Why the plan could not be checked against the server, or why it cannot be carried out. */
  problem: string | null;
  /** Other installations that `problem` is about. */
  dependents: InstallationLink[];
  /** False: the button is disabled, and `problem` says why. */
  possible: boolean;
}

/** A package of the catalog that is on a server without Milepost. */
export interface FoundPackageView extends FoundPackage {
  /** "PHP 8.2" */
  title: string;
}

/** `problem`: why the server could not be asked; what it has is not known then. */
export interface FoundOnServer {
  packages: FoundPackageView[];
  problem: string | null;
}

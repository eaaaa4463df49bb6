/** What the console is given to draw of one installation: as views.ts. */
import type { FormField } from '@milepost/contract/form-field';
import type { DriftedState } from '@milepost/contract/drift';
import type {
  InstallationLink,
  InstallationStatus,
  InstallationView,
  OperationSummary,
  ServerSummary,
  Verbs,
} from './views';

export interface InstallationSetting {
  name: string;
  title: string;
  /** For people; null of a secret. */
  value: string | null;
  /** What it chooses, where that is another installation. */
  installation: InstallationLink | null;
  unit: string | null;
  secret: boolean;
}

export interface InstallationChange {
  id: string;
  status: InstallationStatus;
  version: string | null;
  /** Null where its server was rebuilt. */
  by: string | null;
  reason: string | null;
  operation: Pick<OperationSummary, 'id' | 'title' | 'kind' | 'status'> | null;
  at: string;
}

/** What the form of an operation asks, and what it begins with. */
export interface OperationForm {
  /** "Change", "Update", "Roll back to an earlier release". */
  does: string;
  fields: FormField[];
  /** By field name; a secret's is a mask. */
  values: Record<string, unknown>;
  /** A secret that is left out stays as it is. */
  keepsSecrets: boolean;
}

/** An operation that is possible now. */
export interface InstallationAction {
  kind: string;
  label: string;
}

/** Where an installation answers. */
export interface InstallationAddress {
  /** "127.0.0.1:6379" */
  text: string;
  /** What a browser opens. */
  url: string | null;
  /** It answers only on the server itself. */
  local: boolean;
}

/** What lives in an installation, of one package. */
export interface ChildGroup {
  package: { id: string; title: string };
  verbs: Verbs;
  /** By title. */
  items: InstallationView[];
}

/** An installation that others can be added to. */
export interface ParentView extends InstallationLink {
  server: Pick<ServerSummary, 'id' | 'name' | 'unreachable'>;
  /** It is there, and its server can be worked on. */
  ready: boolean;
}

export interface InstallationDetail extends InstallationView {
  /** It was on the server before Milepost. */
  adopted: boolean;
  /** Null while it is there. */
  uninstalledAt: string | null;
  serverRemoved: boolean;
  /** What can live in it, by package: also a package of which it has none. */
  children: ChildGroup[];
  settings: InstallationSetting[];
  /** What can be done with it, the most frequent first: empty while nothing can. */
  actions: InstallationAction[];
  /** Where it answers, by its settings. */
  addresses: InstallationAddress[];
  /** How its server differs from what was installed; null where nobody has checked since the last operation. */
  drift: { checkedAt: string; differences: DriftedState[]; skipped: string[] } | null;
  /** Its package was on hold at the last check, so that it is not updated. */
  versionHeld: boolean;
  /** When the server had read the package lists that were looked at; null where nothing says so. */
  packageListsAt: string | null;
  /** Copies of files that Milepost replaced, a path each. */
  backups: string[];
  /** The newest first. */
  changes: InstallationChange[];
}

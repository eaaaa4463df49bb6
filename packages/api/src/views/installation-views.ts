/** What the console is given to draw of one installation: as views.ts. */
import type { DriftedState } from '@milepost/contract/drift';
import type { InstallationStatus, InstallationView } from './views';

export interface InstallationSetting {
  name: string;
  title: string;
  /** For people; null of a secret. */
  value: string | null;
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
  operation: { id: string; title: string } | null;
  at: string;
}

export interface InstallationDetail extends InstallationView {
  /** It was on the server before Milepost. */
  adopted: boolean;
  /** Null while it is there. */
  uninstalledAt: string | null;
  serverRemoved: boolean;
  /** What it lives in, and what lives in it. */
  parent: { id: string; title: string } | null;
  children: { id: string; title: string; status: InstallationStatus }[];
  settings: InstallationSetting[];
  /** How its server differs from what was installed; null where nobody has checked since the last operation. */
  drift: { checkedAt: string; differences: DriftedState[] } | null;
  /** Copies of files that Milepost replaced, a path each. */
  backups: string[];
  /** The newest first. */
  changes: InstallationChange[];
}

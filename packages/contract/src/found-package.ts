import type { FieldValue } from './form-field';

/** A package of the catalog that is on a server, whoever installed it. */
export interface FoundPackage {
  packageId: string;
  /** Which of several: as in the rows of installations. */
  key: string;
  version: string;
  /** What an adoption begins with, by the name of the input: as far as the server says. */
  settings: Record<string, FieldValue>;
}

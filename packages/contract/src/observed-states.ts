import type { Observation } from './observation';

/** What one state of a plan would find and change on a server. States that hold, or observe nothing, are left out. */
export interface StateObservations {
  milestone: string;
  state: string;
  /** Null where they could not be read. */
  observations: Observation[] | null;
}

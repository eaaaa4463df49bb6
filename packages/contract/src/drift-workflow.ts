/** The daily look at all installations, as a workflow of one activity that a schedule starts. */
export const DRIFT_WORKFLOW = 'checkDrift';
export const DRIFT_SCHEDULE = 'milepost-drift';

export interface DriftActivities {
  /** Checks every installation that is active and reachable. Returns how many were checked, and of how many something differs. */
  checkAllForDrift(): Promise<{ checked: number; drifted: number }>;
}

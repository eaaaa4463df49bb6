import type { InspectionActivities } from '@milepost/contract/inspection-workflow';
import type { Dependencies } from '../startup/dependencies';
import { runEnrollment } from '../inspections/run-enrollment';
import { checkDrift } from '../inspections/check-drift';
import { findPackages } from '../inspections/find-packages';
import { previewPlan } from '../inspections/preview-plan';
import { verifyStoppedNow } from '../inspections/verify-stopped-now';
import { readChoices } from '../inspections/read-choices';
import { readServices } from '../inspections/read-services';
import { readOfferedKey } from '../inspections/read-offered-key';
import { cleanUpServer } from '../inspections/clean-up-server';
import { withHeartbeat } from './heartbeat';

/** A short read from a server, its joining, or its leaving. What cannot be done is an answer with a sentence, not an error. */
export function createInspect(dependencies: Dependencies): InspectionActivities['inspect'] {
  return (request) =>
    withHeartbeat(({ say, signal }) => {
      say({ code: 'inspection', kind: request.kind });
      switch (request.kind) {
        case 'host_key':
          return readOfferedKey(dependencies, request);
        case 'enroll':
          return runEnrollment(dependencies, request, signal);
        case 'verify_stopped':
          return verifyStoppedNow(dependencies, request, signal);
        case 'clean_up':
          return cleanUpServer(dependencies, request, signal);
        case 'preview':
          return previewPlan(dependencies, request, signal);
        case 'services':
          return readServices(dependencies, request, signal);
        case 'choices':
          return readChoices(dependencies, request, signal);
        case 'found':
          return findPackages(dependencies, request, signal);
        case 'drift':
          return checkDrift(dependencies, request, signal);
      }
    });
}

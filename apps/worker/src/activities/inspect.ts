import type { InspectionActivities } from '@milepost/contract/inspection-workflow';
import type { Dependencies } from '../startup/dependencies';
import { runEnrollment } from '../inspections/run-enrollment';
import { previewPlan } from '../inspections/preview-plan';
import { verifyStoppedNow } from '../inspections/verify-stopped-now';
import { readOfferedKey } from '../inspections/read-offered-key';
import { cleanUpServer } from '../inspections/clean-up-server';
import { withHeartbeat } from './heartbeat';

/** A short read from a server, its joining, or its leaving. What cannot be done is an answer with a sentence, not an error. */
export function createInspect(dependencies: Dependencies): InspectionActivities['inspect'] {
  return (request) =>
    withHeartbeat(({ say, signal }) => {
      switch (request.kind) {
        case 'host_key':
          say('Reading the host key');
          return readOfferedKey(dependencies, request);
        case 'enroll':
          say('Joining the server');
          return runEnrollment(dependencies, request, signal);
        case 'verify_stopped':
          say('Proving that nothing runs');
          return verifyStoppedNow(dependencies, request, signal);
        case 'clean_up':
          say('Removing the key and files of Milepost');
          return cleanUpServer(dependencies, request, signal);
        case 'preview':
          say('Checking the plan');
          return previewPlan(dependencies, request, signal);
      }
    });
}

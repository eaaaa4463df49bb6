import type { InspectionActivities } from '@milepost/packages-core/contract/inspection-workflow';
import type { Dependencies } from '../dependencies';
import { joinServer } from '../inspections/join-server';
import { previewPlan } from '../inspections/preview-plan';
import { proveServer } from '../inspections/prove-server';
import { readOfferedKey } from '../inspections/read-offered-key';
import { withHeartbeat } from './heartbeat';

/** A short read from a server, or its joining. What cannot be done is an answer with a sentence, not an error. */
export function createInspect(dependencies: Dependencies): InspectionActivities['inspect'] {
  return (request) =>
    withHeartbeat(({ say, signal }) => {
      switch (request.kind) {
        case 'host_key':
          say('Reading the host key');
          return readOfferedKey(dependencies, request);
        case 'join':
          say('Joining the server');
          return joinServer(dependencies, request, signal);
        case 'prove':
          say('Proving that nothing runs');
          return proveServer(dependencies, request, signal);
        case 'preview':
          say('Checking the plan');
          return previewPlan(dependencies, request, signal);
      }
    });
}

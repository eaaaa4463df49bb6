import { handleLive } from '@milepost/api/handler';
import type { PageConfig } from 'next';

/** It answers for hours, so Next is not kept waiting for it: what Next keeps of a request is let go of. */
export const config: PageConfig = {
  api: { bodyParser: false, externalResolver: true, responseLimit: false },
};

export default handleLive;

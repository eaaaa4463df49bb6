import type { IncomingMessage, ServerResponse } from 'node:http';
import { dependencies } from '@milepost/api/dependencies';
import { serveLive } from '@milepost/api/serve-live';
import type { PageConfig } from 'next';

/** It answers for hours, so Next is not kept waiting for it: what Next keeps of a request is let go of. */
export const config: PageConfig = {
  api: { bodyParser: false, externalResolver: true, responseLimit: false },
};

/** The event stream. */
export default function handle(request: IncomingMessage, response: ServerResponse): void {
  void serveLive(dependencies(), request, response);
}

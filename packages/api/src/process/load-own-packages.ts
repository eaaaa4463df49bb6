import { reportOwnPackages } from '@milepost/packages-core/dsl/own/report';
import { env } from './env';
import { createLogger } from './log';

/** Reads the packages of one's own before the first request. Throws one sentence where their directory cannot be read. */
export function loadOwnPackages(): void {
  reportOwnPackages(createLogger(env().MILEPOST_LOG_LEVEL));
}

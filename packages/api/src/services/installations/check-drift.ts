import { refusedSentence } from '@milepost/contract/messages/plans';
import type { Dependencies } from '../../process/dependencies';
import { AppError } from '../../errors/app-error';
import { requestError } from '../../errors/request-error';
import { inspect } from '../../temporal/inspect';
import type { InstallationDetail } from '../../views/installation-views';
import { getInstallation } from './get-installation';

const WAIT_MS = 120_000;

/** Has a worker compare an installation with its server now, and answers with the installation after that. */
export async function checkInstallationForDrift(
  { db, temporal }: Pick<Dependencies, 'db' | 'temporal'>,
  installationId: string,
): Promise<InstallationDetail> {
  const { server } = await getInstallation(db, installationId);
  const inspected = await inspect(temporal, `inspect/drift/${installationId}`, {
    request: { kind: 'drift', installationId },
    waitMs: WAIT_MS,
  });
  if (inspected.kind === 'unanswered') throw new AppError('PRECONDITION_FAILED', inspected.message);
  const { answer } = inspected;
  if (answer.kind === 'refused')
    throw new AppError('PRECONDITION_FAILED', refusedSentence(answer, null, server.name));
  if (answer.kind !== 'drift') throw requestError('PRECONDITION_FAILED', { code: 'inspection_failed' });
  return getInstallation(db, installationId);
}

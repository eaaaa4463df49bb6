import { randomUUID } from 'node:crypto';
import { refusedSentence } from '@milepost/contract/messages/plans';
import type { ServiceState } from '@milepost/contract/service-state';
import {
  createServiceReport,
  deleteServiceReport,
  readServiceReport,
} from '@milepost/db/operations/installations/service-report';
import type { Dependencies } from '../../process/dependencies';
import { AppError } from '../../errors/app-error';
import { inspect } from '../../temporal/inspect';
import { getInstallation } from './get-installation';

const WAIT_MS = 30_000;

/** The state and the newest journal lines of an installation's services, read on its server now. Throws AppError where it cannot be asked. */
export async function readServiceStates(
  { db, temporal }: Pick<Dependencies, 'db' | 'temporal'>,
  installationId: string,
): Promise<ServiceState[]> {
  const { server } = await getInstallation(db, installationId);
  const id = randomUUID();
  await createServiceReport(db, { id, installationId });
  try {
    const inspected = await inspect(temporal, `inspect/services/${id}`, {
      request: { kind: 'services', reportId: id },
      waitMs: WAIT_MS,
    });
    if (inspected.kind === 'unanswered') throw new AppError('PRECONDITION_FAILED', inspected.message);
    const { answer } = inspected;
    if (answer.kind === 'refused')
      throw new AppError('PRECONDITION_FAILED', refusedSentence(answer, null, server.name));
    return (await readServiceReport(db, id))?.services ?? [];
  } finally {
    await deleteServiceReport(db, id);
  }
}

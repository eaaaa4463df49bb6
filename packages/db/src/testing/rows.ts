import { randomUUID } from 'node:crypto';
import type { Database } from '../client';
import { transaction } from '../client';
import { submitWithPlan } from './submit-with-plan';
import type { SubmissionWithPlan } from './submit-with-plan';

/** A server that is ready, for tests that need a row to hang operations on. */
export async function insertServer(db: Database, name = `web-${randomUUID().slice(0, 8)}`): Promise<string> {
  const { id } = await db.server.create({
    data: { id: randomUUID(), name, address: '192.0.2.1', status: 'ready', createdBy: 'ada' },
  });
  return id;
}

/** An install of a package with three milestones of two states each; anything of it can be another. */
export function submission(serverId: string, other: Partial<SubmissionWithPlan> = {}): SubmissionWithPlan {
  const packageId = other.packageId ?? 'nginx';
  return {
    id: randomUUID(),
    kind: 'install',
    packageId,
    title: `Install ${packageId} on ${serverId}`,
    serverId,
    plan: {
      hash: `plan-of-${packageId}`,
      format: 1,
      body: {},
      milestones: [
        { id: 'install_software', label: `Installing ${packageId}`, states: 2 },
        { id: 'configure_service', label: 'Writing configuration', states: 2 },
        { id: 'verify', label: 'Installation complete', states: 2 },
      ],
    },
    input: {},
    sealedSecrets: null,
    requestedBy: 'ada',
    ...other,
  };
}

/** Submits it and answers with its id. */
export async function submitted(db: Database, request: SubmissionWithPlan): Promise<string> {
  await transaction(db, (tx) => submitWithPlan(tx, request));
  return request.id;
}

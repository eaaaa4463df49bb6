import { randomUUID } from 'node:crypto';
import { compilePlan, validateRequest } from '../services/packages/validate-request';
import type { PackageRequest } from '../services/packages/validate-request';
import type { WebProcess } from './web-process';

export const REDIS_PASSWORD = 'n0t-in-any-row-or-answer';

const INPUT = { redis: { password: REDIS_PASSWORD }, nginx: {} };

/** A form as the console sends it: with the plan that was seen. */
export async function formFor(web: WebProcess, request: Partial<PackageRequest> & { serverId: string }) {
  const packageId = request.packageId === 'nginx' ? 'nginx' : 'redis';
  const kind = request.kind ?? 'install';
  const whole = { packageId, kind, input: kind === 'install' ? INPUT[packageId] : {}, ...request };
  const made = compilePlan(await validateRequest(web.db, whole), kind);
  return { operationId: randomUUID(), ...whole, planHash: made?.hash ?? '' };
}

export type SubmittedForm = Awaited<ReturnType<typeof formFor>>;

/** Presses the button; answers with the operation's id. */
export async function submitForm(web: WebProcess, form: SubmittedForm): Promise<string> {
  const { packages } = web.as('operator');
  const { operationId } = await (form.kind === 'install' ? packages.install(form) : packages.uninstall(form));
  return operationId;
}

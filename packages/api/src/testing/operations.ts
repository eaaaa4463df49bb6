import { randomUUID } from 'node:crypto';
import { transaction } from '@milepost/db/client';
import { recordPlan } from '@milepost/db/operations/lifecycle/record-plan';
import { expect, vi } from 'vitest';
import { compilePlan } from '../services/packages/compile-plan';
import { validateRequest } from '../services/packages/validate-request';
import type { PackageRequest } from '../services/packages/validate-request';
import type { WebProcess } from './web-process';

export const REDIS_PASSWORD = 'n0t-in-any-row-or-answer';

const INPUT = { redis: { password: REDIS_PASSWORD }, nginx: {} };

/** A form as the console sends it: with the plan that was seen. */
export async function formFor(web: WebProcess, request: Partial<PackageRequest> & { serverId: string }) {
  const packageId = request.packageId === 'nginx' ? 'nginx' : 'redis';
  const kind = request.kind ?? 'install';
  const known =
    kind === 'install'
      ? null
      : await web.db.installation.findFirst({
          where: { serverId: request.serverId, packageId, uninstalledAt: null },
        });
  const whole = {
    ...{ packageId, kind, input: kind === 'install' ? INPUT[packageId] : {}, ...request },
    ...(known && { installationId: known.id }),
  };
  const made = compilePlan(await validateRequest(web.db, whole), kind);
  return { operationId: randomUUID(), ...whole, planHash: made.plan === null ? '' : made.hash };
}

export type SubmittedForm = Awaited<ReturnType<typeof formFor>>;

/** Presses the button, and has a worker accept it and compile its plan; answers with the operation's id. */
export async function submitForm(web: WebProcess, form: SubmittedForm): Promise<string> {
  const { operationId } = await press(web, form);
  await compileAsWorker(web, form);
  return operationId;
}

/** Presses the button of a form: an install's, or that of an operation on an installation. */
export function press(
  web: WebProcess,
  form: SubmittedForm & { closesOperation?: { operationId: string; point: number } },
): Promise<{ operationId: string }> {
  const { packages, installations } = web.as('operator');
  if (form.kind === 'install') return packages.install(form);
  return installations.submit({ ...form, installationId: form.installationId ?? 'none' });
}

/** Resolves when a worker has accepted what was submitted. */
export async function untilAccepted(web: WebProcess, operationId: string): Promise<void> {
  await vi.waitFor(async () =>
    expect(await web.db.event.count({ where: { operationId } })).toBeGreaterThan(0),
  );
}

/** What a worker does with a submission up to its first step, but for the guards. */
export async function compileAsWorker(
  web: WebProcess,
  { operationId: id, ...form }: PackageRequest & { operationId: string },
): Promise<void> {
  await untilAccepted(web, id);
  const { kind, packageId } = form;
  const made = compilePlan(await validateRequest(web.db, form), kind);
  if (made.plan === null) throw new Error('It cannot be compiled');
  const milestones = made.plan.milestones.map((each) => ({ ...each, states: each.states.length }));
  const plan = { hash: made.hash, format: made.plan.format, body: made.plan, milestones };
  await transaction(web.db, (tx) => recordPlan(tx, { operation: { id, kind, packageId }, plan, mac: null }));
}

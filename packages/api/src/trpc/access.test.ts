import { describe, expect, test } from 'vitest';
import { allows } from './access';
import type { Access } from './access';
import { appRouter } from '../router';
import { createCallerFactory } from './trpc';
import type { Role } from '../views/views';

interface Procedure {
  _def: { type: string; meta?: { access?: Access } };
}

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);
const RULES: Access[] = ['public', 'viewer', 'operator', 'owner'];
const ROLES: (Role | null)[] = [null, 'viewer', 'operator', 'owner'];

/** The rule of each procedure: a change here is a decision. */
const EXPECTED: Record<string, Access> = {
  'setup.status': 'public',
  'setup.checkLink': 'public',
  'setup.createOwner': 'public',
  'setup.checkRecoveryLink': 'public',
  'setup.recover': 'public',
  'session.me': 'viewer',
  'account.changeName': 'viewer',
  'account.changePassword': 'viewer',
  'catalog.list': 'viewer',
  'catalog.rejected': 'viewer',
  'catalog.get': 'viewer',
  'catalog.installedOn': 'viewer',
  'catalog.parents': 'viewer',
  'servers.list': 'viewer',
  'servers.get': 'viewer',
  'servers.add': 'operator',
  'servers.confirm': 'operator',
  'servers.retryEnrollment': 'operator',
  'servers.remove': 'operator',
  'servers.check': 'operator',
  'servers.found': 'operator',
  'servers.verifyStopped': 'operator',
  'servers.unblock': 'operator',
  'packages.preview': 'operator',
  'packages.followPreview': 'operator',
  'packages.fieldOptions': 'operator',
  'packages.install': 'operator',
  'installations.get': 'viewer',
  'installations.checkDrift': 'operator',
  'installations.services': 'operator',
  'installations.form': 'viewer',
  'installations.preview': 'operator',
  'installations.followPreview': 'operator',
  'installations.submit': 'operator',
  'installations.list': 'viewer',
  'installations.settings': 'viewer',
  'installations.deleteRecord': 'operator',
  'operations.list': 'viewer',
  'operations.get': 'viewer',
  'operations.events': 'viewer',
  'operations.output': 'viewer',
  'operations.plan': 'viewer',
  'operations.planChange': 'viewer',
  'operations.cancel': 'operator',
  'operations.decide': 'operator',
  'operations.pause': 'operator',
  'operations.resume': 'operator',
  'operations.resumeInterrupted': 'operator',
  'operations.abandonServer': 'operator',
  'stacks.list': 'viewer',
  'stacks.form': 'viewer',
  'stacks.followPreview': 'operator',
  'stacks.run': 'operator',
  'stacks.save': 'operator',
  'stacks.remove': 'operator',
  'stacks.runs': 'viewer',
  'stacks.getRun': 'viewer',
  'stacks.continueRun': 'operator',
  'stacks.endRun': 'operator',
  'overview.get': 'viewer',
  'overview.adoptCluster': 'owner',
  'notifications.list': 'viewer',
  'notifications.markRead': 'viewer',
  'notifications.mail': 'viewer',
  'notifications.setEmailPreference': 'viewer',
  'people.names': 'viewer',
  'people.list': 'owner',
  'people.invite': 'owner',
  'people.revokeInvitation': 'owner',
  'people.changeRole': 'owner',
  'people.remove': 'owner',
  'people.checkInvitation': 'public',
  'people.join': 'public',
  'live.poll': 'viewer',
  'live.follow': 'viewer',
};

test('every procedure declares the rule that is expected of it', () => {
  const declared = Object.fromEntries(procedures.map(([path, { _def }]) => [path, _def.meta?.access]));
  expect(declared).toEqual(EXPECTED);
});

const guarded = procedures.filter(([, { _def }]) => _def.meta?.access !== 'public');

describe.each(guarded)('%s', (path, { _def }) => {
  const access = _def.meta?.access ?? 'owner';
  const tooLow = ROLES.filter((role) => !allows(access, role));

  test.runIf(tooLow.length > 0)(
    'refuses everybody below its rule, before it looks at the input',
    async () => {
      for (const role of tooLow) {
        await expect(call(path, role)).rejects.toMatchObject({ code: role ? 'FORBIDDEN' : 'UNAUTHORIZED' });
      }
    },
  );
});

test.each(RULES)('%s lets in its role and those above', (access) => {
  expect(ROLES.filter((role) => allows(access, role))).toEqual(ROLES.slice(RULES.indexOf(access)));
});

/** There is nothing behind it: whatever got past the rule would fail with another code. */
function call(path: string, role: Role | null): Promise<unknown> {
  const user = role && { id: '1', name: 'Ada', email: 'ada@example.com', role };
  const caller = createCallerFactory(appRouter)({
    dependencies: {} as never,
    user,
    sessionId: user && 'session',
    readSession: () => Promise.resolve(null),
    method: 'POST',
  });
  const procedure = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller) as (
    input: unknown,
  ) => Promise<unknown>;
  return procedure({ rubbish: true });
}

import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import * as file from '../../states/file/files';
import { definePackage } from '../define-package';
import { field } from '../form/fields';
import { stamp } from '../values/path';
import { secret } from '../secret';
import { sh } from '../sh';
import type { State } from '../state';
import { step } from '../steps/step';
import { PackageHarness } from '../testing/package-harness';

const [first] = inject('labServers');
const server = new PackageHarness(first!, 'debian-12');
const SECRET = 'it’s a "secret" of $two\nlines';
const HOME = '/srv/app-home';

const state = (id: string, apply: ReturnType<typeof sh>): State => ({
  ...{ id, label: `${id} is there`, action: `Make ${id}` },
  ...{ check: sh`[ -e ${`${HOME}/${id}`} ]`, apply, noUndoReason: 'A test.', idempotent: true },
});

/** Root makes a directory, then a user without a login shell works in it. */
const definition = definePackage({
  ...{ id: 'trial', title: 'Trial', category: 'system', description: 'A trial.' },
  input: z.object({ user: field.user(), token: secret({ format: 'text' }), other: secret() }),
  operations: {
    install: ({ input }) => [
      step.create('directory', file.directory(HOME, { owner: `${input.user}:${input.user}`, mode: '0700' })),
      step
        .run(
          'as the user',
          state('who', sh`id -un >${`${HOME}/who`}; pwd >>${`${HOME}/who`}; echo "$HOME" >>${`${HOME}/who`}`),
          state('token', sh`${input.token} | cat >${`${HOME}/token`}`),
          state('others', sh`{ mp_secret other || echo none; } 2>/dev/null >${`${HOME}/others`}`),
          state('stamp', sh`echo ${stamp} >${`${HOME}/stamp`}`),
        )
        .runAs(input.user),
      step
        .run(
          'as root',
          state('root', sh`[ "$(cat ${`${HOME}/stamp`})" = ${stamp} ] && id -un >${`${HOME}/root`}`),
        )
        .as('root'),
    ],
    uninstall: () => [],
  },
});

beforeAll(async () => {
  await server.readOutput(
    `useradd --system --shell /usr/sbin/nologin --home-dir ${HOME} --no-create-home app`,
  );
});
afterAll(() => {
  server.end();
});

test('commands of a user without a login shell run in a home that nobody else can read', async () => {
  const done = await server.install(definition, { user: 'app', token: SECRET, other: 'not-for-the-user' });
  expect(done.applied).toEqual({ create: 1, run: 4, run_root: 1 });
  expect(await server.readOutput(`cat ${HOME}/who`)).toBe(`app\n/\n${HOME}`);
  expect(await server.readOutput(`cat ${HOME}/token`)).toBe(SECRET);
  expect(await server.readOutput(`cat ${HOME}/others`)).toBe('none');
  expect(await server.readOutput(`cat ${HOME}/root`)).toBe('root');
  expect(await server.readOutput(`stat -c '%U %a' ${HOME} ${HOME}/token`)).toBe('app 700\napp 644');
  expect(
    await server.readOutput(
      'ls -d /run/milepost-as.* 2>/dev/null; ps -eo args | grep -c "[n]ot-for-the-user"',
    ),
  ).toBe('0');
});

test('what the user made is seen the second time, and nothing is started', async () => {
  const done = await server.install(definition, { user: 'app', token: SECRET, other: 'not-for-the-user' });
  expect(done.started).toBe(0);
});

import { expect, test } from 'vitest';
import { installationStatusStyle } from './status';

type Shown = Parameters<typeof installationStatusStyle>[0];

const DATABASE = { install: 'Create', uninstall: 'Drop' };

test.each<[string, Shown]>([
  ['Active', { status: 'active', operation: null }],
  ['Active', { status: 'active', stopped: false, operation: { kind: 'start', status: 'completed' } }],
  ['Stopped', { status: 'active', stopped: true, operation: { kind: 'stop', status: 'completed' } }],
  ['Needs a decision', { status: 'failed', operation: { kind: 'install', status: 'awaiting_decision' } }],
  ['Needs a decision', { status: 'pending', operation: { kind: 'install', status: 'awaiting_decision' } }],
  ['Queued', { status: 'pending', operation: { kind: 'install', status: 'queued' } }],
  ['Install failed', { status: 'failed', operation: { kind: 'install', status: 'failed' } }],
  ['Install canceled', { status: 'failed', operation: { kind: 'install', status: 'canceled' } }],
  ['Failed', { status: 'failed', operation: null }],
  ['Drop failed', { status: 'failed', operation: { kind: 'uninstall', status: 'failed' }, verbs: DATABASE }],
  ['In progress', { status: 'installing', operation: null, verbs: DATABASE }],
])('an installation is shown as %j where it is %j', (word, installation) => {
  expect(installationStatusStyle(installation).word).toBe(word);
});

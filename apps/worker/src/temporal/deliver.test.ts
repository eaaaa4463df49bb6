import { expect, test } from 'vitest';
import { workflowStart } from './deliver';

const operation = {
  ...{ id: 'o1', workflowId: 'install-nginx-web-1-o1', title: 'Install nginx on web-1' },
  ...{ kind: 'install', packageId: 'nginx' },
  ...{ serverName: 'web-1', status: 'queued' as const, requestedBy: 'ada', first: null },
};

test('what Temporal shows of an operation leads back to its page', () => {
  const { type, options, attributes } = workflowStart(operation, 'https://console.example');
  expect(type).toBe('install');
  expect(options).toMatchObject({ workflowId: 'install-nginx-web-1-o1', args: ['o1'] });
  expect(options.staticSummary).toBe('Install nginx on web-1');
  expect(options.memo).toEqual({ operation: 'o1', console: 'https://console.example/operations/o1' });
  expect(options.staticDetails).toContain('(https://console.example/operations/o1)');
  expect(Object.fromEntries(attributes)).toEqual({
    ...{ MilepostServer: 'web-1', MilepostPackage: 'nginx' },
    ...{ MilepostKind: 'install', MilepostStatus: 'queued' },
  });
});

test('a workflow is started with the milestone that comes first', () => {
  const milestone = { n: 1, of: 6, label: 'Installing nginx', rollingBack: false, retrying: false };
  const title = { code: 'milestone', ...milestone } as const;
  const first = { type: 'run', milestone: 1, attemptKey: 'first', title, status: 'running' } as const;
  const { options, attributes } = workflowStart({ ...operation, first }, 'https://console.example');
  expect(options.args).toEqual(['o1', first]);
  expect(Object.fromEntries(attributes)).toMatchObject({ MilepostStatus: 'running' });
});

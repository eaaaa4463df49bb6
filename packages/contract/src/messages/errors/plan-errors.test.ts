import { test } from 'vitest';
import type { PlanProblem } from '../../errors/plan-problem';
import { expectSentence } from '../testing/expect-sentence';
import type { Samples } from '../testing/samples';
import { sampleRows } from '../testing/samples';
import { planProblemMessage } from './plan-errors';

const SAMPLES: Samples<PlanProblem> = {
  package_unknown: { fields: { packageId: 'gopher' }, shown: ['gopher'] },
  operation_unknown: { fields: { package: 'nginx', kind: 'renew' }, shown: ['nginx', 'renew'] },
  server_unread: { fields: {} },
  settings_invalid: { fields: { package: 'nginx' }, shown: ['nginx'] },
  not_offered: {
    fields: { package: 'PHP', field: 'Version', value: '7.4' },
    shown: ['PHP', 'Version', '“7.4”'],
  },
  requirement_missing: { fields: { package: 'App', requirement: 'MySQL' }, shown: ['App', 'MySQL'] },
  plan_changed: { fields: {} },
  secrets_missing: { fields: { names: ['password'] }, shown: ['“password”'] },
  plan_untrusted: { fields: {} },
};

test.each(sampleRows(SAMPLES))('%s is a sentence that shows its fields', (_code, problem, shown) => {
  expectSentence(planProblemMessage(problem), shown);
});

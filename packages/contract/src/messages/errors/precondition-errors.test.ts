import { expect, test } from 'vitest';
import type { PreconditionProblem } from '../../errors/precondition-problem';
import { expectSentence } from '../testing/expect-sentence';
import type { Samples } from '../testing/samples';
import { sampleRows } from '../testing/samples';
import { preconditionMessage } from './precondition-errors';

const SAMPLES: Samples<PreconditionProblem> = {
  facts_unknown: { fields: {} },
  unsupported_system: {
    fields: { package: 'Redis', supported: ['debian-12', 'ubuntu-24.04'], system: 'Fedora 40' },
    shown: ['Redis', 'Debian 12 and Ubuntu 24.04', 'Fedora 40'],
  },
  systemd_missing: { fields: { package: 'Redis' }, shown: ['Redis'] },
  package_conflict: { fields: { package: 'nginx', other: 'Apache' }, shown: ['nginx', 'Apache'] },
  port_conflict: {
    fields: { package: 'nginx', other: 'Apache', address: '80/tcp' },
    shown: ['nginx', 'Apache', '80/tcp'],
  },
  path_conflict: {
    fields: { package: 'App', other: 'PHP 8.3', path: '/etc/app.conf' },
    shown: ['PHP 8.3', '/etc/app.conf'],
  },
  requirement_missing: { fields: { package: 'App', requirement: 'MySQL' }, shown: ['App', 'MySQL'] },
  required_by_other: { fields: { package: 'MySQL', dependent: 'App' }, shown: ['MySQL', 'App'] },
  has_children: {
    fields: { package: 'MySQL', children: ['database shop', 'user app'] },
    shown: ['MySQL still has database shop and user app', 'remove those first'],
  },
};

test.each(sampleRows(SAMPLES))('%s is a sentence that shows its fields', (_code, problem, shown) => {
  expectSentence(preconditionMessage(problem), shown);
});

test('an uninstall that leaves many children behind names some of them and counts the others', () => {
  const children = Array.from({ length: 12 }, (_, index) => `rule ${index + 1}`);
  expect(preconditionMessage({ code: 'has_children', package: 'UFW', children })).toBe(
    'UFW still has rule 1, rule 2, rule 3, rule 4, rule 5, rule 6, rule 7 and 5 more: remove those first.',
  );
});

import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseFacts } from '../../dsl/facts/read-facts';
import { defaultInput } from '../../dsl/form/default-input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import python from './python';

const VENV = 'python3 -c "import venv, ensurepip"';

testPlans(python, [
  {
    name: 'installing',
    kind: 'install',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', 'df', 'apt-get -s install python3 python3-venv pipx'],
      'Refreshing package lists': ['apt-get update'],
      'Installing Python': ['apt-get install --no-install-recommends python3 python3-venv pipx'],
      'Verifying installation': [VENV, 'pipx --version'],
    },
  },
  {
    name: 'a change to one without pipx',
    kind: 'install',
    input: { pipx: false },
    installed: {},
    plan: {
      'Checking the system': [
        ...['apt-get -s remove pipx', 'dpkg --audit', 'df', 'apt-get -s install python3 python3-venv'],
      ],
      'Removing what is no longer wanted': ['apt-get remove pipx'],
      'Refreshing package lists': ['apt-get update'],
      'Installing Python': ['apt-get install --no-install-recommends python3 python3-venv'],
      'Verifying installation': [VENV],
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade python3 python3-venv pipx'],
      'Refreshing package lists': ['apt-get update'],
      'Updating Python': ['apt-get install --only-upgrade python3 python3-venv pipx'],
      'Verifying installation': [VENV, 'pipx --version'],
    },
  },
  {
    name: 'uninstalling leaves the interpreter',
    kind: 'uninstall',
    input: {},
    plan: {
      'Checking the system': ['apt-get -s remove python3-venv pipx'],
      'Removing Python': ['apt-get remove python3-venv pipx'],
      'Verifying removal': ['dpkg-query -W python3-venv'],
    },
  },
]);

testRefusals(python, [{ input: { pipx: '$(id)' }, messages: { pipx: 'With pipx must be yes or no.' } }]);

const uninstall = (output: string) => {
  const input = defaultInput(python);
  const { discovered } = parseFacts(python, input, { 'discovered.venvs': output });
  return compile({
    ...{ definition: python, operation: 'uninstall', input, options: {} },
    ...{ server: factsOf('debian-12'), facts: {}, discovered },
  }).milestones.find(({ id }) => id === 'remove_packages')?.states[0];
};

test('the package behind python3-venv goes by the name that the server has', () => {
  expect(uninstall('python3.11-venv\npython3.11\n$(id)-venv\n')?.apply.display).toBe(
    'apt-get remove python3-venv pipx python3.11-venv',
  );
});

test('the plan says that the interpreter stays', () => {
  expect(uninstall('')?.preview?.script).toContain('mp_preview_stays python3');
});

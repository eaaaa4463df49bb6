import { expect, test } from 'vitest';
import { testPlans } from '../../dsl/testing/table';
import composer from './composer';

const PACKAGES = 'composer git unzip';
const VERIFIED = { 'Verifying installation': ['composer --version'] };
const LISTS = { 'Refreshing package lists': ['apt-get update'] };

testPlans(composer, [
  {
    name: 'installing',
    kind: 'install',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', 'df', `apt-get -s install ${PACKAGES}`],
      ...LISTS,
      'Installing Composer': [`apt-get install --no-install-recommends ${PACKAGES}`],
      ...VERIFIED,
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', `apt-get -s install --only-upgrade ${PACKAGES}`],
      ...LISTS,
      'Updating Composer': [`apt-get install --only-upgrade ${PACKAGES}`],
      ...VERIFIED,
    },
  },
  {
    name: 'uninstalling leaves git and unzip',
    kind: 'uninstall',
    input: {},
    plan: {
      'Checking the system': ['apt-get -s remove composer'],
      'Removing Composer': ['apt-get remove composer'],
      'Verifying removal': ['dpkg-query -W composer'],
    },
  },
]);

test('PHP-FPM is used where it is there, and not needed', () => {
  expect(composer.requirements).toEqual([
    { role: 'php', packageIds: ['php_fpm'], capability: null, optional: true },
  ]);
});

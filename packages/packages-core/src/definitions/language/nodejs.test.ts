import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/testing/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import nodejs from './nodejs';

const RUNS = { 'Verifying installation': ['node -v'] };
const VENDOR = 'https://deb.nodesource.com/node_24.x nodistro';
const forget = 'the package lists are to be refreshed';

testPlans(nodejs, [
  {
    name: 'installing that of the distribution',
    kind: 'install',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', 'df', 'apt-get -s install nodejs'],
      'Refreshing package lists': ['apt-get update'],
      'Installing Node.js': ['apt-get install --no-install-recommends nodejs'],
      ...RUNS,
    },
  },
]);

import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { catalog } from '@milepost/packages-core/dsl/catalog';
import { parseInput } from '@milepost/packages-core/dsl/input';
import { inputForm } from '@milepost/packages-core/dsl/form/input-form';
import { describe, expect, test } from 'vitest';
import { fieldIssues } from './field-issues';

const TYPED = ['0', '-1', ' 2 ', '1e3', '0x50', '8.5', '99999999', 'many', '', 'x', 'x'.repeat(30_000)];

const asking = catalog().filter((definition) => inputForm(definition, 'install').length > 0);

describe.each(asking)('the form of $id', (definition) => {
  const fields = inputForm(definition, 'install');
  const judged = (input: Record<string, unknown>, name: string) => {
    const parsed = parseInput(definition, input);
    const issue = parsed.ok ? undefined : parsed.issues.find(({ path }) => path === name);
    return issue && fieldProblemMessage(issue.problem);
  };

  test.each(fields)(
    'says of the field $name what the schema says, and nothing where the schema accepts it',
    ({ name, when }) => {
      for (const text of TYPED) {
        const input = { ...when, [name]: text };
        const said = fieldIssues(fields, input)[name];
        if (said !== undefined) expect(said).toBe(judged(input, name));
      }
    },
  );

  test.each(fields.filter(({ when }) => when !== undefined))(
    'says nothing of the field $name where it is not asked for',
    ({ name, when = {} }) => {
      const otherwise = Object.fromEntries(Object.keys(when).map((other) => [other, 'something else']));
      for (const text of TYPED)
        expect(fieldIssues(fields, { ...otherwise, [name]: text })).not.toHaveProperty(name);
    },
  );
});

test.each([
  ['1e3', 'Worker connections must be a number.'],
  ['8.5', 'Worker connections must be a whole number.'],
  ['999999', 'Worker connections must be at most 65535.'],
  [' 512 ', undefined],
  ['', undefined],
])('typed as connections of nginx, “%s” is judged without the API', (typed, sentence) => {
  const nginx = catalog().find(({ id }) => id === 'nginx');
  if (!nginx) throw new Error('nginx is not in the catalog');
  expect(fieldIssues(inputForm(nginx), { workerConnections: typed }).workerConnections).toBe(sentence);
});

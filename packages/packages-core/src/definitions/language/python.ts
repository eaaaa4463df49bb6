import { z } from 'zod';
import { fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import { field } from '../../dsl/form/fields';
import { aptSoftware } from '../../dsl/recipes/apt-software';
import { sh } from '../../dsl/sh';
import * as command from '../../states/command';

export default aptSoftware({
  id: 'python',
  title: 'Python',
  category: 'language',
  description: 'Python 3 of the distribution, with virtual environments.',
  input: z.object({
    pipx: field.flag({
      ...{ title: 'With pipx', default: true },
      description: 'Installs applications from PyPI, each in a virtual environment of its own.',
    }),
  }),
  packages: ({ pipx }) => ['python3', 'python3-venv', ...(pipx ? ['pipx'] : [])],
  // Much of a system is written in it, and an uninstall would be refused for whatever of that is there.
  stays: ['python3'],
  // python3-venv alone is empty: what it stands for has the version in its name.
  discover: {
    venvs: fact(
      sh`dpkg-query -W -f '\${db:Status-Status} \${Package}\n' 'python3.*-venv' 2>/dev/null | sed -n 's/^installed //p'`.displayAs(
        'dpkg-query -W python3.*-venv',
      ),
      (output) => parse.lines(output).filter((name) => /^python3\.\d+-venv$/.test(name)),
    ),
  },
  alsoRemoves: ({ venvs }) => venvs,
  verify: ({ pipx }) => [
    command.answers({
      ...{ id: 'venvs_can_be_made', is: 'Python can make virtual environments' },
      run: sh`/usr/bin/python3 -c 'import venv, ensurepip; print(ensurepip.version())'`.displayAs(
        'python3 -c "import venv, ensurepip"',
      ),
    }),
    pipx &&
      command.answers({
        ...{ id: 'pipx_answers', is: 'pipx answers' },
        run: sh`/usr/bin/pipx --version`.displayAs('pipx --version'),
      }),
  ],
});

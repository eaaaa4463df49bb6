import { z } from 'zod';
import { field } from '../../dsl/form/fields';
import { aptSoftware } from '../../dsl/recipes/apt-software';
import { sh } from '../../dsl/sh';
import { automaticDependents } from '../../states/apt/dependents';
import { ofSeries } from '../../states/apt/series';
import { version as installedVersion } from '../../states/apt/versions';
import * as command from '../../states/command';
import { nodesource } from '../../states/nodejs/nodesource';

/** Major versions that Node.js supports for long. */
const VENDOR = 'from NodeSource, not verified with the vendor’s repository';
const input = z.object({
  version: field.oneOf(
    {
      distribution: 'The distribution’s',
      'nodesource-26': `26, ${VENDOR}`,
      'nodesource-24': `24, ${VENDOR}`,
      'nodesource-22': `22, ${VENDOR}`,
    },
    {
      ...{ title: 'Version', default: 'distribution' },
      description:
        'Debian 12 has 18, Debian 13 has 20. NodeSource’s own repository, deb.nodesource.com, has newer ones, with npm.',
    },
  ),
  npm: field.flag({
    ...{ title: 'npm of the distribution', when: { version: 'distribution' } },
    description: 'Brings more than 360 packages, about 200 MB.',
  }),
});
type Version = z.output<typeof input>['version'];

/** 24 of `nodesource-24`; null of the distribution’s, whose version is as it is. */
const seriesOf = (version: Version) =>
  version === 'distribution' ? null : version.slice('nodesource-'.length);

/** The number in front of a version of Debian’s: 24 of `24.3.0-1nodesource1`. */
const majorOf = (version: string) => Number.parseInt(version.replace(/^\d+:/, ''), 10);

/** Why apt cannot turn what is there into what is wanted. */
function inTheWay(wanted: Version, present: string | null): string | null {
  if (present === null) return null;
  const series = seriesOf(wanted);
  if (series === null)
    return present.includes('nodesource')
      ? `Node.js ${present} is there, from NodeSource. Uninstall it before you install the distribution’s.`
      : null;
  return majorOf(present) > Number(series)
    ? `Node.js ${present} is there, and apt does not go back to an older version. Uninstall it before you install ${series}.`
    : null;
}

/** One version on a server: the packages of all of them are called `nodejs`, in the same places. */
export default aptSoftware({
  id: 'nodejs',
  title: 'Node.js',
  category: 'language',
  description: 'JavaScript on the server, one version for all users.',
  input,
  facts: { present: installedVersion('nodejs'), npm: installedVersion('npm') },
  packages: ({ version, npm }) => ['nodejs', ...(version === 'distribution' && npm ? ['npm'] : [])],
  discover: { dependents: automaticDependents('nodejs') },
  alsoRemoves: ({ dependents }) => ['node-corepack', ...dependents],
  megabytes: 320,
  repository: ({ version }) => {
    const series = seriesOf(version);
    return series === null ? null : nodesource(series);
  },
  refuse: ({ operation, input: { version }, installed, facts: { present, npm } }) =>
    operation === 'install'
      ? [
          inTheWay(version, present),
          version !== 'distribution' &&
            npm !== null &&
            !installed?.input.npm &&
            'NodeSource’s Node.js brings npm along and does not go together with the package npm. Remove that first (“apt-get remove npm”).',
        ]
      : [],
  after: ({ version }) => {
    const series = seriesOf(version);
    return [series !== null && ofSeries('nodejs', series)];
  },
  verify: ({ version }) => [
    command.answers({
      ...{ id: 'node_runs', is: 'Node.js runs JavaScript' },
      run: sh`/usr/bin/node -e ${script(seriesOf(version))}`.displayAs('node -v'),
    }),
  ],
});

/** Fails where Node.js has another major version than this, and says which. */
const script = (series: string | null) =>
  series === null
    ? 'console.log(process.version)'
    : `console.log(process.version); if (!process.version.startsWith("v${series}.")) process.exit(1)`;

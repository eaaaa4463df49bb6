import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertName, identifier } from './names';
import { upgrade } from './upgraded';

/**
 * A package that is installed has a version of this series: of `24`, one that begins with `24.`. Otherwise it is brought to the newest version that
 * apt offers, which has to be of the series: state it after the repository that has it. apt does not go back to an older one.
 */
export function ofSeries(name: string, series: string): State {
  assertName(name);
  if (!/^[0-9]+(\.[0-9]+)*$/.test(series)) throw new Error(`Not a series of versions: ${series}`);
  return {
    ...upgrade([name]),
    id: `series_${identifier([name])}`,
    label: `${name} is version ${series}`,
    action: `Bring ${name} to version ${series}`,
    check: sh`mp_has_series ${name} ${series} || exit 1`.displayAs(`dpkg-query -W ${name}`),
    apply: sh`mp_upgrade_to_series ${name} ${series}`.displayAs(
      `apt-get install --only-upgrade ${name}, to version ${series}`,
    ),
    // Not what apt would change: it may know the repository only once the lists are refreshed.
    capture: sh`dpkg-query -W -f '\${Package} \${Version} -\n' ${name}`.displayAs(`dpkg-query -W ${name}`),
    result: `${name} is version ${series}`,
  };
}

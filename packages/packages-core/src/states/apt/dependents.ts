import { fact } from '../../dsl/facts/fact';
import type { Fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import { sh } from '../../dsl/sh';
import { assertName } from './names';

/**
 * Packages that need this one and that apt installed by itself. Where a package and what it is made of need each other, as `nodejs` and its library
 * do, an uninstall has to name them all. What somebody installed by name is left out: an uninstall is refused for it.
 */
export function automaticDependents(name: string): Fact<string[]> {
  assertName(name);
  return fact(sh`mp_automatic_dependents ${name}`.displayAs(`apt-get -s remove ${name}`), (output) =>
    parse.lines(output).filter((each) => each !== name && /^[a-z0-9][a-z0-9.+-]+$/.test(each)),
  );
}

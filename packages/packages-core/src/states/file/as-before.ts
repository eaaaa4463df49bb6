import { sh } from '../../dsl/sh';
import type { Assertion } from '../../dsl/state';
import { assertion } from '../assertion';
import { original } from './files';
import { identifier } from './paths';

/** Nothing is left of what Milepost wrote there. For the last step of an uninstall. */
export function asBefore(path: string): Assertion {
  const { label, check } = original(path);
  return assertion({
    id: `as_before_${identifier(path)}`,
    label,
    check: check ?? sh`false`,
    onFailure: sh`echo ${`${path} is still what Milepost wrote.`} >&2`,
  });
}

import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertName, identifier } from './names';

/** These packages are on hold: no update changes or removes them until somebody takes the hold off. They must be installed. */
export function held(packages: readonly string[]): State {
  return {
    ...common(packages),
    id: `held_${identifier(packages)}`,
    label: `${packages.join(', ')} ${packages.length === 1 ? 'is' : 'are'} on hold`,
    action: `Put ${packages.join(', ')} on hold`,
    check: sh`mp_are_held ${packages}`.displayAs('apt-mark showhold'),
    apply: sh`mp_mark hold ${packages}`.displayAs(`apt-mark hold ${packages.join(' ')}`),
    result: `${packages.join(', ')} ${packages.length === 1 ? 'is' : 'are'} on hold`,
  };
}

/** None of these packages is on hold. */
export function notHeld(packages: readonly string[]): State {
  return {
    ...common(packages),
    id: `not_held_${identifier(packages)}`,
    label: `${packages.join(', ')} ${packages.length === 1 ? 'is' : 'are'} not on hold`,
    action: `Take the hold off ${packages.join(', ')}`,
    check: sh`mp_are_not_held ${packages}`.displayAs('apt-mark showhold'),
    apply: sh`mp_mark unhold ${packages}`.displayAs(`apt-mark unhold ${packages.join(' ')}`),
    leftoverLabel: `the hold on ${packages.join(', ')}`,
    result: `${packages.join(', ')} ${packages.length === 1 ? 'is' : 'are'} not on hold`,
  };
}

function common(packages: readonly string[]) {
  packages.forEach(assertName);
  return {
    capture: sh`apt-mark showhold ${packages}`,
    undo: sh`mp_restore_holds ${packages}`.displayAs(
      `apt-mark hold or unhold what was changed of ${packages.join(' ')}`,
    ),
    idempotent: true as const,
  };
}

import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import type { ServiceLog } from '../explain/unit';
import { precondition } from '../precondition';
import { HOME, SITE, enabled } from './paths';

/** A reload that Apache does not survive is explained there alone. */
export const ERROR_LOG: ServiceLog = {
  path: sh`echo /var/log/apache2/error.log`,
  begins: 'AH00493|AH00163|AH00489',
};

/** Exit 0: Apache accepts its configuration. It says file and line otherwise. */
export function accepted(): Command {
  return sh`apache2ctl configtest`;
}

/** Where Apache is installed already: it accepts its configuration as it is, and reads the directories in which Milepost puts files. */
export function existingConfigValid(): State {
  return precondition({
    id: 'former_configuration_accepted',
    label: 'Apache accepts the configuration that is there, if any',
    reasons: sh`
      mp_apache_layout_problem
      mp_apache_problem
    `,
    display: 'apache2ctl configtest',
  });
}

/** Prints the sites that Apache serves, a path a line, but for Milepost's own. */
export function enabledSites(): Command {
  return sh`
    for site in ${`${HOME}/sites-enabled`}/*; do
      [ "$site" != ${enabled(SITE)} ] || continue
      if [ -e "$site" ] || [ -h "$site" ]; then printf '%s\n' "$site"; fi
    done
  `.displayAs(`ls ${HOME}/sites-enabled`);
}

/** Exit 0: nothing of Apache's configuration is left but what other packages have there. */
export function configurationIsRemoved(): Command {
  return sh`mp_apache_configuration_is_removed`.displayAs(`ls ${HOME}`);
}

/** Apache's configuration is gone, also what a purge leaves: files that belong to no package. */
export function configurationRemoved({ destructive }: { destructive: string }): State {
  return {
    id: 'configuration_removed',
    label: `${HOME} is gone, or holds files of other packages alone`,
    action: `Delete ${HOME}`,
    check: configurationIsRemoved(),
    apply: sh`mp_apache_remove_configuration`.displayAs(`delete ${HOME}, but for files of other packages`),
    noUndoReason: 'What is removed there is kept in the copy that was made before.',
    destructive,
    leftoverLabel: `the directory ${HOME}`,
    result: `${HOME} is removed`,
    idempotent: true,
  };
}

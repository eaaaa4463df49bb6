import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { explainUnit } from '../explain/unit';
import { SERVICE_CAUSES } from '../failures/services';
import { ENABLED_SITE } from './paths';
import { precondition } from '../precondition';
import { assertion } from '../assertion';
import * as systemd from '../systemd/services';

/** nginx can read its configuration: nothing is started or reloaded with one that it cannot. What the step wrote is put back then. */
export function configValid(): State {
  const accepted = assertion({
    id: 'configuration_accepted',
    label: 'nginx accepts its configuration',
    check: sh`
      command -v nginx >/dev/null || exit 1
      if nginx -t -q 2>/dev/null; then exit 0; else exit 1; fi
    `.displayAs('nginx -t'),
    onFailure: sh`nginx -t`,
  });
  return { ...accepted, undoesWrites: true, failures: SERVICE_CAUSES };
}

/**
 * Prints what nginx said last. A reload that it refuses leaves the unit as it is: only its error log tells. Older lines there are no
 * cause of what is going on now.
 */
export function explainFailure(): Command {
  return sh`
    ${explainUnit('nginx')}
    mp_explain_nginx_log ${ERROR_LOG}
  `.displayAs(`journalctl -u nginx; tail ${ERROR_LOG}`);
}

const ERROR_LOG = '/var/log/nginx/error.log';

/** nginx runs with its configuration, also after a reboot. */
export function running(configFiles: readonly string[]): State {
  const options = { configFiles, onChange: 'reload', reloadStartsProcesses: true } as const;
  return { ...systemd.running('nginx', options), explain: explainFailure() };
}

/**
 * Where nginx is installed already: it accepts its configuration as it is. One thing is no obstacle: that it cannot listen on IPv6 for
 * Debian's own default site, which is going to be disabled.
 */
export function existingConfigValid(port: number): State {
  return precondition({
    id: 'former_configuration_accepted',
    label: 'nginx accepts the configuration that is there, if any',
    reasons: sh`mp_former_configuration_problem ${port}`,
    display: 'nginx -t',
  });
}

/** Prints the names of the sites that nginx serves, one a line, but for Milepost's own. */
export function enabledSites(): Command {
  return sh`
    for site in /etc/nginx/sites-enabled/*; do
      [ "$site" != ${ENABLED_SITE} ] || continue
      if [ -e "$site" ] || [ -h "$site" ]; then printf '%s\n' "$site"; fi
    done
  `.displayAs('ls /etc/nginx/sites-enabled');
}

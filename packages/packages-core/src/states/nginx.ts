import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { explainUnit } from './explain/unit';
import { SERVICE_CAUSES } from './failures/services';
import { DEBIAN_SITE } from './nginx/debian-site';
import { ENABLED_SITE } from './nginx/paths';
import { precondition } from './nginx/precondition';
import { assertion } from './assertion';
import * as systemd from './systemd';

/** nginx can read its configuration: nothing is started or reloaded with one that it cannot. */
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
  return { ...accepted, failures: SERVICE_CAUSES };
}

/**
 * Prints what nginx said last. A reload that it refuses leaves the unit as it is: only its error log tells. Older lines there are no
 * cause of what is going on now.
 */
export function explainFailure(): Command {
  return sh`
    ${explainUnit('nginx')}
    echo ${`--- ${ERROR_LOG}, the last two minutes:`}
    since=$(date -d '-2 minutes' '+%Y/%m/%d %H:%M:%S')
    tail -n 200 ${ERROR_LOG} 2>/dev/null | awk -v since="$since" '$1 " " $2 >= since' | tail -n 30
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
    functions: sh`
      ${DEBIAN_SITE}
      mp_reasons() {
        command -v nginx >/dev/null || return 0
        tested=$(nginx -t 2>&1) && return 0
        reason=$(printf '%s\n' "$tested" | sed -nE 's,^[^[]*\[(emerg|alert|crit)\] ([0-9]+#[0-9]+: )?,,p' | tail -n 1)
        [ -n "$reason" ] || reason=$(printf '%s\n' "$tested" | head -n 1)
        case $reason in 'socket() [::]:80 failed'*) [ -z "$(mp_debian_site_to_disable ${port})" ] || return 0 ;; esac
        echo "nginx does not accept its configuration as it is: $reason. Correct that first; “nginx -t” checks it."
      }
    `,
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

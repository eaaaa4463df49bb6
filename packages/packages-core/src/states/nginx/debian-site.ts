import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { FINDING_FUNCTIONS } from '../findings';
import { LISTENERS } from '../processes/listeners';
import { PROCESSES } from '../processes/processes';
import { HOME } from './paths';

const LINK = `${HOME}/sites-enabled/default`;
const FILE = `${HOME}/sites-available/default`;
/** The link is kept under this name, where nginx does not read it. */
const DISABLED_LINK = `${HOME}/sites-available/default.before-milepost`;
const FOLDERS = [HOME, `${HOME}/sites-enabled`];
const WEB_ROOT = '/var/www/html';

/**
 * `mp_configured`: has Debian's package of nginx been set up once? `mp_has_ipv6`: can a program listen on IPv6 here?
 * `mp_other_listener PORT` prints what listens there that is not nginx.service: "apache2 (apache2.service, package apache2)".
 * `mp_debian_site_to_disable PORT` prints the path of Debian's own default site where it is enabled, is as Debian wrote it, and nobody
 * can miss it: nginx cannot open what it listens on; or it is in the way of a default site on PORT, and nginx is not installed, or there
 * is nothing to show but Debian's welcome page or the page of an earlier version of Milepost.
 */
export const DEBIAN_SITE = sh`
  ${PROCESSES}
  ${LISTENERS}
  mp_configured() {
    case "$(dpkg-query -W -f '\${db:Status-Status}' nginx-common 2>/dev/null)" in
      installed | config-files | triggers-*) ;;
      *) return 1 ;;
    esac
  }
  mp_has_ipv6() {
    [ -e /proc/net/if_inet6 ] || return 1
    case "$(LC_ALL=C timeout 5 bash -c 'exec 3<>/dev/tcp/::1/1' 2>&1)" in *'Address family not supported'*) return 1 ;; esac
  }
  mp_other_listener() { mp_other_listeners "$1" nginx | head -n 1; }
  mp_debian_site_to_disable() {
    [ -h ${LINK} ] && [ "$(readlink -f ${LINK})" = ${FILE} ] || return 0
    sum=$(dpkg-query -W -f '\${Conffiles}\n' nginx-common 2>/dev/null | awk -v file=${FILE} '$1 == file { print $2 }')
    [ "$(md5sum <${FILE})" = "$sum  -" ] || return 0
    if mp_has_ipv6 && [ -z "$(mp_other_listener 80)" ]; then
      [ "$1" = 80 ] || return 0
      [ -z "$(command -v nginx)" ] || [ -z "$(mp_shown_by_debian_site)" ] || return 0
    fi
    echo ${LINK}
  }
  mp_shown_by_debian_site() {
    set -- -not -name index.nginx-debian.html
    if grep -qsF ${'<!-- Written by Milepost -->'} ${`${WEB_ROOT}/index.html`}; then
      set -- "$@" -not -name index.html -not -name index.html.before-milepost
    fi
    find ${WEB_ROOT} -mindepth 1 -maxdepth 1 "$@" 2>/dev/null
  }
`;

const RELOAD = sh`
  if systemctl is-active --quiet nginx && nginx -t -q 2>/dev/null; then systemctl reload nginx; fi
`;

/**
 * Debian's own default site is not in the way of ours on this port: where nginx was never set up, Debian does not enable it (its
 * postinst leaves alone what is there), for nginx would not even start with it on a server without IPv6.
 */
export function debianSiteDisabled(port: number, field: string): State {
  return {
    id: 'debian_site_disabled',
    label: 'Debian’s own default site is not in the way',
    check: sh`
      ${DEBIAN_SITE}
      if mp_configured; then [ -z "$(mp_debian_site_to_disable ${port})" ]
      else [ -e ${LINK} ]; fi
    `.displayAs(`readlink ${LINK}`),
    apply: sh`
      ${DEBIAN_SITE}
      if mp_configured; then
        if [ -n "$(mp_debian_site_to_disable ${port})" ]; then mv -fT ${LINK} ${DISABLED_LINK}; fi
      elif ! [ -e ${LINK} ]; then
        for folder in ${FOLDERS}; do [ -d "$folder" ] || install -d -m 0755 "$folder" || exit; done
        ln -sfT /dev/null ${LINK}
      fi
    `.displayAs(`disable ${LINK}, if it is as Debian wrote it`),
    preview: sh`
      ${FINDING_FUNCTIONS}
      ${DEBIAN_SITE}
      mp_configured || exit 0
      mp_finding changes ${`Debian’s default site, ${LINK}, is disabled: it is as Debian wrote it, and nothing of yours is shown by it.`} ${field}
    `,
    capture: sh`
      for folder in ${FOLDERS}; do [ ! -d "$folder" ] || echo "there $folder"; done | sort
      if [ -h ${LINK} ]; then echo "link $(readlink ${LINK})"; else echo none; fi
      for folder in ${FOLDERS}; do [ -d "$folder" ] || echo "absent $folder"; done | sort -r
    `.displayAs(`readlink ${LINK}`),
    undo: sh`
      while read -r former path; do
        case $former in
          link)
            if [ -h ${DISABLED_LINK} ] && ! [ -e ${LINK} ] && [ -d ${`${HOME}/sites-enabled`} ]; then mv -fT ${DISABLED_LINK} ${LINK} || exit; fi ;;
          none) ${removePlaceholder()} ;;
          absent) rmdir "$path" 2>/dev/null ;;
          # dpkg removes a directory of the package that is empty.
          there) [ -d "$path" ] || install -d -m 0755 "$path" || exit ;;
        esac
      done <"$MP_CAPTURE_FILE"
      :
    `.displayAs(`enable ${LINK} again if it was enabled`),
    afterRollback: {
      label: 'nginx serves its sites as before',
      reads: [],
      command: RELOAD.displayAs('systemctl reload nginx'),
    },
    listLeftovers: sh`
      if [ "$(readlink ${LINK})" = /dev/null ]; then echo ${`${LINK} is a link to /dev/null`}; fi
      if [ -h ${DISABLED_LINK} ]; then echo ${`${LINK} is disabled`}; fi
    `.displayAs(`readlink ${LINK}`),
    result: `${LINK} is disabled if it was as Debian wrote it`,
    idempotent: true,
  };
}

/** What kept Debian from enabling its default site is gone. */
export function placeholderRemoved(): State {
  return {
    id: 'debian_site_placeholder_removed',
    label: `${LINK} is free for a site`,
    check: sh`[ "$(readlink ${LINK})" != /dev/null ]`.displayAs(`readlink ${LINK}`),
    apply: removePlaceholder().displayAs(`remove the link ${LINK} to /dev/null`),
    capture: sh`:`.displayAs('nothing to keep'),
    undo: sh`:`.displayAs('nothing to put back'),
    listLeftovers: sh`:`.displayAs('nothing to look for'),
    idempotent: true,
  };
}

/** Debian's default site is enabled again where Milepost disabled it. */
export function debianSiteEnabled(): State {
  return {
    id: 'debian_site_enabled',
    label: 'Debian’s own default site is enabled if it was',
    check: sh`if [ -h ${DISABLED_LINK} ]; then exit 1; fi`.displayAs(`look for ${DISABLED_LINK}`),
    apply: sh`
      if [ -e ${LINK} ] || [ -h ${LINK} ]; then rm -f ${DISABLED_LINK}; else mv -fT ${DISABLED_LINK} ${LINK}; fi
    `.displayAs(`enable ${LINK} again`),
    capture: sh`if [ -h ${LINK} ]; then echo enabled; else echo disabled; fi`.displayAs(`readlink ${LINK}`),
    undo: sh`
      if grep -qx disabled "$MP_CAPTURE_FILE" && [ -h ${LINK} ] && ! [ -h ${DISABLED_LINK} ]; then mv -fT ${LINK} ${DISABLED_LINK}; fi
    `.displayAs(`disable ${LINK} again`),
    leftoverLabel: `${LINK}, disabled`,
    result: `${LINK} is enabled again if Milepost disabled it`,
    idempotent: true,
  };
}

function removePlaceholder() {
  return sh`if [ "$(readlink ${LINK})" = /dev/null ]; then rm -f ${LINK}; fi`;
}

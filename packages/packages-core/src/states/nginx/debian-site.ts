import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { HOME } from './paths';

const LINK = `${HOME}/sites-enabled/default`;
/** The link is kept under this name, where nginx does not read it. */
const DISABLED_LINK = `${HOME}/sites-available/default.before-milepost`;

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
    action: 'Disable Debian’s own default site',
    check: sh`
      mp_debian_site_is_disabled ${port}
    `.displayAs(`readlink ${LINK}`),
    apply: sh`mp_disable_debian_site ${port}`.displayAs(`disable ${LINK}, if it is as Debian wrote it`),
    preview: sh`
      mp_configured || exit 0
      mp_finding changes ${`Debian’s default site, ${LINK}, is disabled: it is as Debian wrote it, and nothing of yours is shown by it.`} ${field}
    `,
    capture: sh`mp_capture_debian_site`.displayAs(`readlink ${LINK}`),
    undo: sh`mp_restore_debian_site`.displayAs(`enable ${LINK} again if it was enabled`),
    afterRollback: {
      label: 'nginx serves its sites as before',
      reads: [],
      command: RELOAD.displayAs('systemctl reload nginx'),
    },
    listLeftovers: sh`mp_list_debian_site_leftovers`.displayAs(`readlink ${LINK}`),
    result: `${LINK} is disabled if it was as Debian wrote it`,
    idempotent: true,
  };
}

/** What kept Debian from enabling its default site is gone. */
export function placeholderRemoved(): State {
  return {
    id: 'debian_site_placeholder_removed',
    label: `${LINK} is free for a site`,
    action: `Remove the placeholder ${LINK}`,
    check: sh`[ "$(readlink ${LINK})" != /dev/null ]`.displayAs(`readlink ${LINK}`),
    apply: sh`mp_remove_debian_placeholder`.displayAs(`remove the link ${LINK} to /dev/null`),
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
    action: 'Enable Debian’s own default site again',
    check: sh`if [ -h ${DISABLED_LINK} ]; then exit 1; fi`.displayAs(`look for ${DISABLED_LINK}`),
    apply: sh`mp_enable_debian_site`.displayAs(`enable ${LINK} again`),
    capture: sh`if [ -h ${LINK} ]; then echo enabled; else echo disabled; fi`.displayAs(`readlink ${LINK}`),
    undo: sh`
      if grep -qx disabled "$MP_CAPTURE_FILE" && [ -h ${LINK} ] && ! [ -h ${DISABLED_LINK} ]; then mv -fT ${LINK} ${DISABLED_LINK}; fi
    `.displayAs(`disable ${LINK} again`),
    leftoverLabel: `${LINK}, disabled`,
    result: `${LINK} is enabled again if Milepost disabled it`,
    idempotent: true,
  };
}

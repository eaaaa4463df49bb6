import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { ReversibleChange } from '../../dsl/state';
import { diffFile, observeFile } from '../file/observed/observe';
import { captureFile, replaceFile, restoreFile } from '../file/replace';
import { HOME, PORTS } from './paths';

const LINK = `${HOME}/sites-enabled/000-default.conf`;
/** The link is kept under this name, where Apache does not read it. */
const DISABLED_LINK = `${HOME}/sites-available/000-default.conf.before-milepost`;

/**
 * Debian's own default site is not in the way of ours on this port: before Apache is installed for the first time, so that Debian does not
 * enable it, and where it is as Debian wrote it and shows nothing of anybody's.
 */
export function debianSiteDisabled(port: number, field: string): ReversibleChange {
  return {
    id: 'debian_site_disabled',
    label: 'Debian’s own default site is not in the way',
    action: 'Disable Debian’s own default site',
    check: sh`mp_apache_debian_site_is_disabled ${port}`.displayAs(`readlink ${LINK}`),
    apply: sh`mp_apache_disable_debian_site ${port}`.displayAs(
      `disable ${LINK}, if it is as Debian wrote it`,
    ),
    preview: sh`
      mp_apache_configured || exit 0
      mp_finding changes ${`Debian’s default site, ${LINK}, is disabled: it is as Debian wrote it, and nothing of yours is shown by it.`} ${field}
    `,
    capture: sh`mp_apache_capture_debian_site`.displayAs(`readlink ${LINK}`),
    undo: sh`mp_apache_restore_debian_site`.displayAs(`enable ${LINK} again if it was enabled`),
    listLeftovers: sh`mp_apache_list_debian_site_leftovers`.displayAs(`readlink ${LINK}`),
    result: `${LINK} is disabled if it was as Debian wrote it`,
    idempotent: true,
  };
}

/** What kept Debian from enabling its default site is gone. */
export function placeholderRemoved(): ReversibleChange {
  return {
    id: 'debian_site_placeholder_removed',
    label: `${LINK} is free for a site`,
    action: `Remove the placeholder ${LINK}`,
    check: sh`if mp_apache_is_placeholder; then exit 1; fi`.displayAs(`cat ${LINK}`),
    apply: sh`mp_apache_remove_placeholder`.displayAs(`remove the placeholder ${LINK}`),
    capture: sh`:`.displayAs('nothing to keep'),
    undo: sh`:`.displayAs('nothing to put back'),
    listLeftovers: sh`:`.displayAs('nothing to look for'),
    idempotent: true,
  };
}

/** Debian's default site is enabled again where Milepost disabled it. */
export function debianSiteEnabled(): ReversibleChange {
  return {
    id: 'debian_site_enabled',
    label: 'Debian’s own default site is enabled if it was',
    action: 'Enable Debian’s own default site again',
    check: sh`mp_apache_debian_site_is_enabled`.displayAs(`look for ${DISABLED_LINK}`),
    apply: sh`mp_apache_enable_debian_site`.displayAs(`enable ${LINK} again`),
    capture: sh`if [ -h ${DISABLED_LINK} ]; then echo disabled; else echo enabled; fi`.displayAs(
      `readlink ${LINK}`,
    ),
    undo: sh`mp_apache_disable_debian_site_again`.displayAs(`disable ${LINK} again`),
    leftoverLabel: `${LINK}, disabled`,
    result: `${LINK} is enabled again if Milepost disabled it`,
    idempotent: true,
  };
}

/**
 * Debian's “Listen 80” counts where the default site is on port 80, or somebody else has a site there. Where Milepost has disabled Debian's
 * default site and nobody has, it is made a comment, so that another web server may have port 80. No other line is touched.
 */
export function debianPort(port: number): ReversibleChange {
  return {
    id: 'debian_port',
    label: `${PORTS} says “Listen 80” only where a site is on port 80`,
    action: `Make “Listen 80” in ${PORTS} a comment, or a line again`,
    ...portsFile(port),
    result: `${PORTS} says “Listen 80” only where a site is on port 80`,
  };
}

/** Debian's “Listen 80” counts again where Milepost made it a comment. */
export function debianPortRestored(): ReversibleChange {
  return {
    id: 'debian_port_restored',
    label: `${PORTS} says “Listen 80” if it did`,
    action: `Make “Listen 80” in ${PORTS} a line again`,
    ...portsFile(80),
    leftoverLabel: `“Listen 80” in ${PORTS}, as a comment`,
    result: `${PORTS} says “Listen 80” again if it did`,
  };
}

function portsFile(port: number) {
  const print: Command = sh`mp_apache_print_ports ${port}`;
  return {
    check: sh`mp_apache_ports_are_right ${port}`.displayAs(`grep Listen ${PORTS}`),
    apply: replaceFile(PORTS, print, 'as before').displayAs(
      port === 80
        ? `in ${PORTS}: Listen 80`
        : `in ${PORTS}: Listen 80 as a comment, unless a site is on port 80`,
    ),
    observe: observeFile(PORTS),
    diff: sh`
      [ -f ${PORTS} ] || exit 0
      ${diffFile(PORTS, print)}
    `.displayAs(`diff -u ${PORTS} and what will be written`),
    capture: captureFile(PORTS),
    undo: restoreFile(PORTS),
    writes: PORTS,
    idempotent: true as const,
  };
}

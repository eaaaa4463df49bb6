import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { captureFile, replaceFile, restoreFile } from '../file/replace';
import { FINDING_FUNCTIONS } from '../findings';
import { DEBIAN_SITE } from './debian-site';
import { DOCUMENT_ROOT, ENABLED_SITE, SITE } from './paths';
import { requestsTakenOver } from './sites';

const TEMPLATE = `# Written by Milepost: the default site. It answers what no other site answers.
server {
	listen PORT default_server;
	listen [::]:PORT default_server;
	server_name _;
	root ${DOCUMENT_ROOT};
	index index.html;
}
`;

/**
 * `mp_print_site PORT` prints the site for this server: without IPv6 where there is none. `mp_site_edited`: is the site there another
 * one than Milepost writes, for whatever port?
 */
const FUNCTIONS = sh`
  ${DEBIAN_SITE}
  mp_print_site() {
    if mp_has_ipv6; then printf %s ${TEMPLATE}; else printf %s ${TEMPLATE} | grep -vF '[::]'; fi | sed "s/PORT/$1/"
  }
  mp_site_edited() {
    [ -e ${SITE} ] || return 1
    former=$(sed 's/^\(\tlisten \)[0-9]* /\1PORT /; s/^\(\tlisten \[::\]:\)[0-9]* /\1PORT /' ${SITE} | cksum)
    [ "$former" != "$(printf %s ${TEMPLATE} | cksum)" ] &&
      [ "$former" != "$(printf %s ${TEMPLATE} | grep -vF '[::]' | cksum)" ]
  }
  mp_site_enabled() { [ -h ${ENABLED_SITE} ] && [ "$(readlink -f ${ENABLED_SITE})" = "$(readlink -f ${SITE})" ]; }
`;

/** Milepost's default site is enabled on this port. A site of that name that somebody edited is kept beside it. */
export function defaultSite(port: number, field: string): State {
  return {
    id: 'default_site',
    label: `The default site on port ${port} is ${SITE}`,
    check: sh`
      ${FUNCTIONS}
      [ -f ${SITE} ] && mp_site_enabled || exit 1
      if mp_print_site ${port} | cmp -s - ${SITE}; then exit 0; else exit 1; fi
    `.displayAs(`compare ${SITE}`),
    apply: sh`
      ${FUNCTIONS}
      ${replaceFile(SITE, sh`mp_print_site ${port}`, { mode: '0644', owner: 'root:root' })}
      if [ -e ${ENABLED_SITE} ] && ! [ -h ${ENABLED_SITE} ]; then
        echo ${`${ENABLED_SITE} is not a link to ${SITE}: remove it, or move it away.`} >&2
        exit 4
      fi
      mp_site_enabled || ln -sfnT ${SITE} ${ENABLED_SITE}
    `.displayAs(`write ${SITE}, listening on port ${port}, and enable it`),
    preview: sh`
      ${requestsTakenOver({ port, field })}
      ${FUNCTIONS}
      if mp_site_edited; then
        mp_finding replaces ${`${SITE} was edited since Milepost wrote it, and is replaced. A copy of it is kept beside it.`}
      fi
    `,
    ...captureAndUndo(),
    result: `the default site is enabled on port ${port}`,
    writes: SITE,
    idempotent: true,
  };
}

/** Milepost's default site is gone. One that somebody edited is disabled and stays. */
export function defaultSiteRemoved(): State {
  return {
    id: 'default_site_removed',
    label: 'Milepost’s default site is removed',
    check: sh`
      ${FUNCTIONS}
      if [ -h ${ENABLED_SITE} ]; then exit 1; fi
      if [ -e ${SITE} ]; then mp_site_edited || exit 1; fi
    `.displayAs(`look for ${SITE}`),
    apply: sh`
      ${FUNCTIONS}
      if [ -h ${ENABLED_SITE} ]; then rm -f ${ENABLED_SITE} || exit; fi
      if mp_site_edited; then echo ${`${SITE} was edited since Milepost wrote it: it stays, disabled.`}
      else rm -f ${SITE}; fi
    `.displayAs(`remove ${SITE}`),
    preview: sh`
      ${FINDING_FUNCTIONS}
      ${FUNCTIONS}
      if mp_site_edited; then mp_finding keeps ${`${SITE} was edited since Milepost wrote it: it stays, disabled.`}; fi
    `,
    ...captureAndUndo(),
    leftoverLabel: `the site ${SITE}`,
    result: `${SITE} is removed unless it was edited`,
    writes: SITE,
    idempotent: true,
  };
}

/** The link, in a line of its own, and the file. */
function captureAndUndo(): { capture: Command; undo: Command } {
  const restore = restoreFile(SITE);
  return {
    capture: sh`
      if [ -h ${ENABLED_SITE} ]; then echo "link $(readlink ${ENABLED_SITE})"; else echo absent; fi
      ${captureFile(SITE)}
    `.displayAs(`keep ${SITE} as it is`),
    undo: sh`
      read -r former target <"$MP_CAPTURE_FILE" || exit
      case $former in
        absent) if [ -h ${ENABLED_SITE} ]; then rm -f ${ENABLED_SITE} || exit; fi ;;
        link)
          if [ -d ${ENABLED_SITE.slice(0, ENABLED_SITE.lastIndexOf('/'))} ] && [ "$(readlink ${ENABLED_SITE})" != "$target" ]; then
            ln -sfnT "$target" ${ENABLED_SITE} || exit
          fi ;;
      esac
      file_capture=$MP_CAPTURE_FILE.file
      tail -n +2 "$MP_CAPTURE_FILE" >"$file_capture" || exit
      MP_CAPTURE_FILE=$file_capture
      ${restore}
    `.displayAs(restore.display),
  };
}

import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { diffFile, observeFile } from '../file/observed/observe';
import { replaceFile } from '../file/replace';
import { DOCUMENT_ROOT, SITE } from './paths';
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

/** What the functions of lib/nginx/default-site read. */
const SET_TEMPLATE = sh`mp_site_template=${TEMPLATE}`;

/** Milepost's default site is enabled on this port. A site of that name that somebody edited is kept beside it. */
export function defaultSite(port: number, field: string): State {
  return {
    id: 'default_site',
    label: `The default site on port ${port} is ${SITE}`,
    action: `Enable the default site ${SITE} on port ${port}`,
    check: sh`
      ${SET_TEMPLATE}
      mp_has_default_site ${port}
    `.displayAs(`compare ${SITE}`),
    apply: sh`
      ${SET_TEMPLATE}
      ${replaceFile(SITE, sh`mp_print_site ${port}`, { mode: '0644', owner: 'root:root' })}
      mp_enable_site
    `.displayAs(`write ${SITE}, listening on port ${port}, and enable it`),
    preview: sh`
      ${requestsTakenOver({ port, field })}
      ${SET_TEMPLATE}
      if mp_site_edited; then
        mp_finding replaces ${`${SITE} was edited since Milepost wrote it, and is replaced. A copy of it is kept beside it.`}
      fi
    `,
    observe: observeFile(SITE),
    diff: sh`
      ${SET_TEMPLATE}
      ${diffFile(SITE, sh`mp_print_site ${port}`)}
    `.displayAs(`diff -u ${SITE} and what will be written`),
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
    action: 'Remove Milepost’s default site',
    check: sh`
      ${SET_TEMPLATE}
      mp_site_is_removed
    `.displayAs(`look for ${SITE}`),
    apply: sh`
      ${SET_TEMPLATE}
      mp_remove_site
    `.displayAs(`remove ${SITE}`),
    preview: sh`
      ${SET_TEMPLATE}
      if mp_site_edited; then mp_finding keeps ${`${SITE} was edited since Milepost wrote it: it stays, disabled.`}; fi
    `,
    observe: observeFile(SITE),
    ...captureAndUndo(),
    leftoverLabel: `the site ${SITE}`,
    result: `${SITE} is removed unless it was edited`,
    writes: SITE,
    idempotent: true,
  };
}

/** The link and the file. */
function captureAndUndo(): { capture: Command; undo: Command } {
  return {
    capture: sh`mp_capture_site`.displayAs(`keep ${SITE} as it is`),
    undo: sh`mp_restore_site`.displayAs(`put ${SITE} back as it was`),
  };
}

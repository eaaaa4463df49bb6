import { sequence, sh } from '../../dsl/sh';
import type { ReversibleChange, State } from '../../dsl/state';
import { text } from '../../dsl/values/text';
import * as file from '../file/files';
import { link, linkOriginal } from '../file/link';
import { precondition } from '../precondition';
import { DOCUMENT_ROOT, LISTEN, SITE, enabled, target } from './paths';

export interface DefaultSite {
  port: number;
  /** The form field that gives the port. */
  field: string;
}

interface Replacing {
  replaceEdited: boolean;
}

/** No other site of Apache is the default on this port, or would be pushed aside by one; and Apache can listen wherever it is told to. */
export function noOtherDefault({ port, field }: DefaultSite): State {
  return precondition({
    id: 'default_site_possible',
    label: `No other site is the default on port ${port}`,
    reasons: sh`mp_apache_sites_in_the_way ${port}`,
    field,
    display: `look for other sites on port ${port}`,
  });
}

/** Milepost's default site is enabled on this port. */
export function defaultSite({ port, field }: DefaultSite, { replaceEdited }: Replacing): State[] {
  const site = file.content(SITE, siteText(port), { replaceEdited });
  return [
    // Whose requests it answers from now on.
    { ...site, preview: sequence(sh`mp_apache_preview_site ${port} ${field}`, site.preview ?? sh`:`) },
    link(enabled(SITE), { to: target(SITE) }),
  ];
}

/** Milepost's default site is gone. One that somebody edited stays, disabled. */
export function defaultSiteRemoved(): State[] {
  return [linkOriginal(enabled(SITE)), file.original(SITE)];
}

/** Apache listens on this port: by Milepost's own file, unless somebody's file says so. */
export function listens(port: number, { replaceEdited }: Replacing): State[] {
  return [
    file.content(LISTEN, `# Written by Milepost: the port of its default site.\nListen ${port}`, {
      replaceEdited,
    }),
    listenEnabled(port),
  ];
}

/** Milepost's own line is gone. */
export function listensRemoved(): State[] {
  return [listenDisabled(), file.original(LISTEN)];
}

const LINK = enabled(LISTEN);

/** A second line for a port keeps Apache from starting. */
function listenEnabled(port: number): ReversibleChange {
  return {
    id: 'listen_enabled',
    label: `Apache listens on port ${port}`,
    action: `Have Apache listen on port ${port}`,
    check: sh`mp_apache_listens ${port}`.displayAs(`look for “Listen ${port}” in other files`),
    apply: sh`mp_apache_listen ${port}`.displayAs(
      `a2enconf milepost-listen, unless another file says “Listen ${port}”`,
    ),
    ...captureAndUndo(),
    listLeftovers: sh`if [ -h ${LINK} ]; then echo ${`the link ${LINK}`}; fi`,
    result: `Apache listens on port ${port}`,
  };
}

function listenDisabled(): ReversibleChange {
  return {
    id: 'listen_disabled',
    label: `${LINK} is gone`,
    action: `Remove the link ${LINK}`,
    check: sh`if [ -h ${LINK} ]; then exit 1; fi`.displayAs(`readlink ${LINK}`),
    apply: sh`rm -f ${LINK}`,
    ...captureAndUndo(),
    leftoverLabel: `the link ${LINK}`,
    result: `${LINK} is removed`,
  };
}

function captureAndUndo() {
  return {
    capture: sh`if [ -h ${LINK} ]; then echo enabled; else echo disabled; fi`.displayAs(`readlink ${LINK}`),
    undo: sh`
      read -r former <"$MP_CAPTURE_FILE" || exit
      case $former in
        disabled) rm -f ${LINK} ;;
        *) [ ! -d ${LINK.replace(/\/[^/]*$/, '')} ] || ln -sfnT ${target(LISTEN)} ${LINK} ;;
      esac
    `.displayAs(`enable or disable ${LINK} as it was`),
    writes: LINK,
    idempotent: true as const,
  };
}

/** A name that no request has, so that it is asked for what no other site answers alone. */
const siteText = (port: number) => text`
  # Written by Milepost: the default site. It answers what no other site answers.
  <VirtualHost *:${port}>
    ServerName milepost-default.invalid
    DocumentRoot ${DOCUMENT_ROOT}
    DirectoryIndex index.html
    ErrorLog \${APACHE_LOG_DIR}/error.log
    CustomLog \${APACHE_LOG_DIR}/access.log combined
    <Directory ${DOCUMENT_ROOT}>
      Options None
      AllowOverride None
      Require all granted
    </Directory>
  </VirtualHost>
`;

import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import type { Access } from '../file/files';
import { assertPath, identifier, octal } from '../file/paths';
import { observeFile } from '../file/observed/observe';
import { captureFile, refusal, replaceFile, restoreFile } from '../file/replace';

export interface DownloadOptions extends Access {
  /** What the file has to be: 64 hexadecimal digits. */
  sha256: string;
  /** Its path on the server. */
  to: string;
}

/**
 * A file from the network, known by its SHA-256: neither a redirect nor a server that was taken over brings another one. By curl where it is
 * installed, else by apt's own helper, with apt's proxy.
 */
export function download(
  url: string,
  { sha256, to, mode = '0644', owner = 'root:root' }: DownloadOptions,
): State {
  assertPath(to);
  if (!/^https?:\/\/[^\s'"\\]+$/.test(url)) throw new Error(`Not a URL: ${url}`);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`Not a SHA-256: ${sha256}`);
  return {
    id: `download_${identifier(to)}`,
    label: `${to} is ${url}`,
    action: `Download ${url} to ${to}`,
    check: sh`
      [ -f ${to} ] || exit 1
      [ "$(stat -L -c '%a %U:%G' ${to})" = ${`${octal(mode)} ${owner}`} ] || exit 1
      [ "$(sha256sum <${to} | cut -c1-64)" = ${sha256} ]
    `.displayAs(`sha256sum ${to}`),
    apply: replaceFile(to, sh`mp_download ${url}`, {
      ...{ mode, owner },
      before: refusal(sh`mp_is_digest "$new" ${sha256} ${url}`),
    }).displayAs(`download ${url}\nto ${to}, SHA-256 ${sha256}`),
    preview: sh`mp_changes_finding ${to} ${'it is replaced'}`.displayAs(`look for ${to}`),
    observe: observeFile(to),
    capture: captureFile(to),
    undo: restoreFile(to),
    result: `${to} is downloaded`,
    writes: to,
    idempotent: true,
    transient: [
      { pattern: String.raw`curl: \((?:6|7|18|28|35|52|56)\)`, label: 'The download was cut off' },
      { pattern: 'returned error: (?:429|5[0-9][0-9])', label: 'The server is overloaded' },
    ],
  };
}

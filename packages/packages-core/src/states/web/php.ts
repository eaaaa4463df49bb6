import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { SERVICE_CAUSES } from '../failures/services';
import { assertPath } from '../file/paths';

export interface PhpOptions {
  /** `8.2` */
  version: string;
  /** Extensions by the names of their packages, `mysql`; all must be loaded. */
  modules?: readonly string[];
}

/** PHP-FPM runs code on this socket, with that version and these extensions, asked as a web server asks it. */
export function answersOn(socket: string, { version, modules = [] }: PhpOptions): State {
  assertPath(socket);
  if (!/^\d\.\d$/.test(version)) throw new Error(`Not a version of PHP: ${version}`);
  const wrong = modules.find((name) => !/^[a-z0-9_-]+$/.test(name));
  if (wrong !== undefined) throw new Error(`Not an extension of PHP: ${wrong}`);
  const lacking = sh`mp_php_lacks ${socket} ${version} ${modules}`;
  return {
    ...assertion({
      id: `php_${version.replace('.', '_')}_answers`,
      label: `PHP ${version} answers on ${socket}${modules.length > 0 ? ` with ${modules.join(', ')}` : ''}`,
      check: sh`[ -z "$(${lacking} 2>&1)" ]`.displayAs(`run PHP on ${socket}`),
      timeoutSeconds: 15,
      onFailure: sh`${lacking} >&2`.displayAs(`run PHP on ${socket}`),
    }),
    failures: SERVICE_CAUSES,
  };
}

import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { SERVICE_CAUSES } from '../failures/services';
import { assertPath } from '../file/paths';
import { precondition } from '../precondition';

export interface PhpOptions {
  /** `8.2` */
  version: string;
  /** Extensions by the names of their packages, `mysql`; all must be loaded. */
  modules?: readonly string[];
  /** Settings of php.ini as `ini_get` answers them: `memory_limit` is `128M`. */
  settings?: Readonly<Record<string, string>>;
}

/** PHP-FPM runs code on this socket, with that version and these extensions and settings, asked as a web server asks it. */
export function answersOn(socket: string, { version, modules = [], settings = {} }: PhpOptions): State {
  assertPath(socket);
  assertVersion(version);
  const wrong =
    modules.find((name) => !/^[a-z0-9_-]+$/.test(name)) ??
    Object.entries(settings).find((setting) => setting.some((word) => !/^[A-Za-z0-9_.]+$/.test(word)));
  if (wrong !== undefined) throw new Error(`Not an extension or a setting of PHP: ${String(wrong)}`);
  const wanted = [...modules, ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)];
  const lacking = sh`mp_php_lacks ${socket} ${version} ${wanted}`;
  return {
    ...assertion({
      id: `php_${version.replace('.', '_')}_answers`,
      label: `PHP ${version} answers on ${socket}${wanted.length > 0 ? ` with ${wanted.join(', ')}` : ''}`,
      check: sh`[ -z "$(${lacking} 2>&1)" ]`.displayAs(`run PHP on ${socket}`),
      timeoutSeconds: 15,
      onFailure: sh`${lacking} >&2`.displayAs(`run PHP on ${socket}`),
    }),
    failures: SERVICE_CAUSES,
  };
}

/**
 * Exit 0: PHP-FPM accepts its pools, and PHP its own file of settings `ini`. PHP alone would go on with the settings before the one that it
 * does not understand, and exit with 0. Settings in other files do not count: PHP runs with them as it did.
 */
export function accepted(version: string, ini: string): Command {
  assertVersion(version);
  assertPath(ini);
  return sh`mp_php_accepts ${version} ${ini}`.displayAs(`php-fpm${version} --test`);
}

/** Where the pool `www` is there, it listens on this socket, so that what is written for it is for this socket. */
export function poolListensOn(socket: string, version: string): State {
  assertPath(socket);
  assertVersion(version);
  return precondition({
    id: `php_${version.replace('.', '_')}_pool`,
    label: `The pool www of PHP ${version} listens on ${socket}`,
    reasons: sh`mp_php_pool_elsewhere ${version} ${socket}`,
    display: `grep listen /etc/php/${version}/fpm/pool.d/*.conf`,
  });
}

function assertVersion(version: string): void {
  if (!/^\d{1,2}\.\d{1,2}$/.test(version)) throw new Error(`Not a version of PHP: ${version}`);
}

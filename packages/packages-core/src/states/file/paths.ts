/** A path as the end of a state's id: `/etc/nginx/nginx.conf` is `etc_nginx_nginx_conf`. */
export function identifier(path: string): string {
  return path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

/** Throws unless it is an absolute path, below the root, without `..`. */
export function assertPath(path: string): void {
  const absolute = /^\/[^\0\n]*[^/\0\n]$/.test(path) && !path.split('/').includes('..');
  if (!absolute) throw new Error(`Not an absolute path: ${path}`);
}

/** Throws where a directory is so near to the root that nobody removes it whole: `/var/lib`. */
export function assertRemovable(path: string): void {
  assertPath(path);
  if (path.split('/').length < 4) throw new Error(`Too near to the root to be removed whole: ${path}`);
}

/** `0640` as stat prints it. */
export function octal(mode: string): string {
  return mode.replace(/^0+/, '');
}

import { readFileSync } from 'node:fs';
import { LabError } from '../lab-error';
import { run } from './run';

/** Where Debian's packages come from, without a trailing slash. */
export interface Mirror {
  archive: string;
  /** Absent when the host's mirror has none that we know of. */
  security?: string;
}

/**
 * This machine's own Debian mirror; on another distribution, debootstrap's default.
 * @throws LabError when there is neither.
 */
export async function hostMirror(): Promise<Mirror> {
  const targets = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)']).catch(() => '');
  const mirror = parseMirror(targets.split('\n').map(resolveList));
  if (mirror) return mirror;
  const builtin = readFileSync('/usr/sbin/debootstrap', 'utf8').match(/^DEF_MIRROR="?(http[^"\s]+)/m)?.[1];
  const archive = builtin?.replace(/\/$/, '');
  if (archive) return { archive, security: `${archive}-security` };
  throw new LabError("no Debian mirror is known on this machine: add one to apt's sources");
}

/** Picks the archive and the security mirror out of apt's repository addresses. */
export function parseMirror(uris: string[]): Mirror | undefined {
  const ending = (end: RegExp) =>
    uris.find((uri) => /^https?:/.test(uri) && end.test(uri))?.replace(/\/$/, '');
  const archive = ending(/\/debian\/?$/);
  if (!archive) return undefined;
  const security = ending(/\/debian-security\/?$/);
  return { archive, ...(security && { security }) };
}

/** The hosts that servers may reach through the proxy. */
export function mirrorHosts(mirror: Mirror): string[] {
  const uris = [mirror.archive, mirror.security].filter((uri) => uri !== undefined);
  return [...new Set(uris.map((uri) => new URL(uri).hostname))];
}

/** The lines of a server's sources.list. */
export function sourcesList(mirror: Mirror, suite: string): string {
  const lines = [`deb ${mirror.archive} ${suite} main`, `deb ${mirror.archive} ${suite}-updates main`];
  if (mirror.security) lines.push(`deb ${mirror.security} ${suite}-security main`);
  return `${lines.join('\n')}\n`;
}

/** Cloud images name a file with a list of mirrors instead of a mirror: its first line is the nearest one. */
function resolveList(uri: string): string {
  const file = uri.match(/^mirror\+file:(\/.*?)\/?$/)?.[1];
  if (!file) return uri;
  try {
    return readFileSync(file.replace(/^\/+/, '/'), 'utf8').match(/^https?:\S+/m)?.[0] ?? uri;
  } catch {
    return uri;
  }
}

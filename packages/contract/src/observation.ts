/**
 * What a state would find and change on a server, in lines that a program reads: `package TAB NAME TAB FROM TAB TO TAB BYTES` and
 * `file TAB DIGEST TAB PATH`, where an empty field is null. Printed by a state's `observe`; see states/lib/observations.sh.
 */

export interface PackageObservation {
  kind: 'package';
  /** As apt names it: `nginx`, or `libc6:i386` of another architecture. */
  name: string;
  /** The version that is there; null where it is new. */
  from: string | null;
  /** The version that will be there; null where the package goes. */
  to: string | null;
  /** Bytes that are downloaded for it; null where apt does not say. */
  downloadBytes: number | null;
}

export interface FileObservation {
  kind: 'file';
  path: string;
  /**
   * SHA-256 of the content that is there, or of where a link points to. Of a file that may hold a secret: of its inode, size and time of
   * change, because the digest of its content would let somebody try out passwords. Null where there is no file.
   */
  found: string | null;
}

export type Observation = PackageObservation | FileObservation;

/** Of one state. An installation with more packages than that is cut off. */
const MAX_OBSERVATIONS = 1000;

const NAME = /^[a-z0-9][a-z0-9.+-]{0,127}(?::[a-z0-9-]{1,32})?$/;
const VERSION = /^[A-Za-z0-9.+~:-]{1,200}$/;
const BYTES = /^[0-9]{1,15}$/;
const DIGEST = /^[0-9a-f]{64}$/;
// eslint-disable-next-line no-control-regex -- a path with one of them would not be shown as it is
const PATH = /^\/[^\u0000-\u001f\u007f]{1,4095}$/;

/** Reads what `observe` printed. Lines that are not observations, and a last one that was cut off, are left out. Pure. */
export function parseObservations(stdout: string): Observation[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => parseLine(line) ?? [])
    .slice(0, MAX_OBSERVATIONS);
}

function parseLine(line: string): Observation | null {
  const [kind, ...fields] = line.split('\t');
  if (kind === 'package') return parsePackage(fields);
  return kind === 'file' ? parseFile(fields) : null;
}

function parsePackage([name = '', from = '', to = '', bytes = '', ...more]: string[]): Observation | null {
  const fits = [from, to].every((version) => version === '' || VERSION.test(version));
  if (!fits || !NAME.test(name) || (from === '' && to === '') || more.length > 0) return null;
  if (bytes !== '' && !BYTES.test(bytes)) return null;
  return {
    ...{ kind: 'package', name, from: from === '' ? null : from, to: to === '' ? null : to },
    downloadBytes: bytes === '' ? null : Number(bytes),
  };
}

function parseFile([found = '', path = '', ...more]: string[]): Observation | null {
  if (more.length > 0 || !PATH.test(path) || (found !== '' && !DIGEST.test(found))) return null;
  return { kind: 'file', path, found: found === '' ? null : found };
}

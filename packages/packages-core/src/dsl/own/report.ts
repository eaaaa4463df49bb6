import { ownPackages } from './own-packages';

interface Log {
  info: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

/** Reads the packages of one's own as a process starts, and says in its log which there are and which not. Throws what `ownPackages` throws. */
export function reportOwnPackages(log: Log): void {
  const { definitions, rejected } = ownPackages();
  if (definitions.length > 0) log.info({ packages: definitions.map(({ id }) => id) }, 'packages of your own');
  for (const { file, messages } of rejected) log.error({ file, messages }, 'a package file was not loaded');
}

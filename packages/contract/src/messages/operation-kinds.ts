import type { OperationKind } from '../operation-kinds';

/** "Install"; of a package's own operation its name: "Roll back" of `roll_back`. */
export function operationKindLabel(kind: OperationKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('_', ' ');
}

interface Place {
  kind: OperationKind;
  /** The title of what the installation lives in; null where it lives in nothing. */
  parent: string | null;
  server: string;
}

/** Where an operation happens, as it follows its title: "on practice", "from PostgreSQL, practice". */
export function operationPlace({ kind, parent, server }: Place): string {
  const where = parent === null ? server : `${parent}, ${server}`;
  return `${kind === 'uninstall' ? 'from' : 'on'} ${where}`;
}

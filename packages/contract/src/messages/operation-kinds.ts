import type { OperationKind } from '../operation-kinds';

/** "Install"; of a package's own operation its name: "Roll back" of `roll_back`. */
export function operationKindLabel(kind: OperationKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('_', ' ');
}

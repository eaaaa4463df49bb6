import type { Lab } from '../lab';
import type { LabServer } from '../server/server';

export interface StatusRow {
  index: number;
  name: string;
  address: string;
  suite: string;
  state: string;
  cable: 'in' | 'cut';
  ssh: 'yes' | 'no';
}

/** How each server stands now; asks running ones for a login. */
export function labStatus(lab: Lab): Promise<StatusRow[]> {
  return Promise.all(lab.servers().map(rowOf));
}

async function rowOf(server: LabServer): Promise<StatusRow> {
  const state = server.state();
  const plugged = server.isPlugged();
  const answers = state === 'running' && plugged && (await server.answersSsh());
  return {
    index: server.index,
    name: server.hostname,
    address: `${server.host}:${server.port}`,
    suite: server.suite,
    state,
    cable: plugged ? 'in' : 'cut',
    ssh: answers ? 'yes' : 'no',
  };
}

/** The rows as a table for people. */
export function statusTable(rows: StatusRow[]): string {
  const head = ['NAME', 'ADDRESS', 'SUITE', 'STATE', 'CABLE', 'SSH'];
  const cells = rows.map((row) => [row.name, row.address, row.suite, row.state, row.cable, row.ssh]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return [head, ...cells].map((row) => line(row).trimEnd()).join('\n');
}

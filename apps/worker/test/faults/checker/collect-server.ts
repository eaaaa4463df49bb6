import { LEDGER, SOFTWARE } from '../random/ledger-plan';
import { DEBIAN } from './facts';
import type { LedgerLine, SeenServer } from './facts';

export type Exec = (command: string) => Promise<{ exitCode: number; stdout: string; stderr: string }>;

interface Place {
  id: string;
  name: string;
  exec: Exec;
}

/** What is on a server, seen past network and sshd with its own tools. */
export async function collectServer({ id, name, exec }: Place): Promise<SeenServer> {
  const lines = async (command: string): Promise<string[]> => {
    const { stdout } = await exec(`{ ${command}; } 2>/dev/null || :`);
    return stdout.split('\n').filter(Boolean);
  };
  const names = Object.values(DEBIAN);
  const installed = await lines(
    `dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' ${names.map((debian) => debian.name).join(' ')}`,
  );
  const active = await lines(
    names
      .map(({ service }) => `systemctl is-active --quiet ${service} && echo ${service}`)
      .concat(':')
      .join('; '),
  );
  return {
    id,
    name,
    ledger: (await lines(`cat ${LEDGER}`)).map(parseLine),
    software: await lines(`cd ${SOFTWARE} && find . -type f -printf '%P\\n'`),
    packages: installed.filter((line) => line.startsWith('installed ')).map((line) => line.slice(10)),
    services: active,
    units: await lines("systemctl list-units --all --plain --no-legend 'milepost-*' | cut -d' ' -f1"),
    processes: [
      ...(await lines("grep -ls '/milepost-' /proc/[0-9]*/cgroup")),
      ...(await lines("pgrep -lx 'sleep|apt-get|dpkg|seq'")),
    ],
  };
}

/** `<operation>:<key>:<attempt> <part> <word> <lines>`; what is none is kept as it is, to be found by the comparison. */
function parseLine(line: string): LedgerLine {
  const [, operation, key, attempt, part, word, lines] =
    /^([^: ]+):([^: ]+):(\d+) (\w+) (\w+) (\d+)$/.exec(line) ?? [];
  if (!operation || !key || !attempt || !part || !word)
    return { operation: '', key: line, attempt: '', part: '', word: '', lines: 0 };
  return { operation, key, attempt, part, word, lines: Number(lines) };
}

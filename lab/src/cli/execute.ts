import { execa } from 'execa';
import { openLab } from '../lab';
import type { Lab } from '../lab';
import { LabError } from '../lab-error';
import { liveLabs } from '../registry';
import { isRoot, labSupport } from '../support';
import { executeDocker } from './execute-docker';
import type { Command, Flags } from './parse';
import { labStatus, statusTable } from './status';
import { USAGE } from './usage';

const say = (line: string) => console.log(line);

/** Carries a command out and answers the exit code. @throws LabError */
export async function execute(command: Command): Promise<number> {
  if (command.verb === 'help') {
    say(USAGE.trimEnd());
    return 0;
  }
  if (command.verb === 'support') return support();
  if (command.flags.docker) return executeDocker(command);
  if (!isRoot()) throw new LabError('run it as root');
  const lab = openLab({
    ...command.flags,
    name: command.flags.lab,
    log: (line) => console.error(`lab: ${line}`),
  });
  switch (command.verb) {
    case 'up':
      return up(lab, command.count, command.flags);
    case 'status':
      return status(lab, command.flags);
    case 'halt':
      await lab.halt();
      return 0;
    case 'down':
      await lab.down(command.index);
      return 0;
    case 'cut':
    case 'heal':
    case 'kill':
    case 'freeze':
      await lab.server(command.index)[command.verb]();
      return 0;
    case 'ssh':
    case 'exec':
      return terminal(lab, command);
  }
}

async function support(): Promise<number> {
  const answer = await labSupport();
  say(answer.supported ? 'this machine can host servers' : answer.reason);
  return answer.supported ? 0 : 1;
}

async function up(lab: Lab, count: number, flags: Flags): Promise<number> {
  const servers = await lab.up(count, flags.suite && { suite: flags.suite });
  const rows = servers.map(({ index, hostname, host, port, user, suite }) => ({
    index,
    hostname,
    host,
    port,
    user,
    suite,
  }));
  if (flags.json)
    say(JSON.stringify({ lab: lab.name, gateway: lab.gateway, keyPath: lab.keyPath, servers: rows }));
  else {
    for (const row of rows) say(`${row.hostname}  ${row.user}@${row.host}:${row.port}  ${row.suite}`);
    say(`private key: ${lab.keyPath}`);
  }
  return 0;
}

async function status(lab: Lab, flags: Flags): Promise<number> {
  const rows = await labStatus(lab);
  if (flags.json) say(JSON.stringify({ lab: lab.name, servers: rows }));
  else {
    say(rows.length > 0 ? statusTable(rows) : `lab "${lab.name}" has no servers`);
    const others = liveLabs()
      .map(({ name }) => name)
      .filter((name) => name !== lab.name);
    if (others.length > 0) say(`other labs that are up: ${others.join(', ')}`);
  }
  return 0;
}

async function terminal(lab: Lab, command: Extract<Command, { verb: 'ssh' | 'exec' }>): Promise<number> {
  const via = command.verb === 'ssh' ? 'ssh' : 'console';
  const [program = '', ...args] = await lab.server(command.index).terminal(via, command.command);
  const done = await execa(program, args, { stdio: 'inherit', reject: false });
  return done.exitCode ?? 255;
}

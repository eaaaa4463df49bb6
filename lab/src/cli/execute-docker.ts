import { execa } from 'execa';
import { DockerLab } from '../docker/docker-lab';
import type { DockerServer } from '../docker/docker-lab';
import { LabError } from '../lab-error';
import type { Command } from './parse';

type DockerCommand = Exclude<Command, { verb: 'help' | 'support' }>;

/** Carries out what was asked with --docker and answers the exit code. @throws LabError */
export async function executeDocker(command: DockerCommand): Promise<number> {
  const { lab: name, stateDir, suite = 'bookworm', memory = '1G', json } = command.flags;
  const lab = new DockerLab(name, stateDir);
  switch (command.verb) {
    case 'up':
      show(await lab.up(command.count, { suite, memory: memory ?? undefined }), json);
      return 0;
    case 'status':
      show(await lab.servers(), json);
      return 0;
    case 'down':
      await lab.down(command.index);
      return 0;
    case 'cut':
    case 'kill':
    case 'freeze':
      await lab.fault(command.verb, command.index);
      return 0;
    case 'heal':
      await lab.heal(command.index);
      return 0;
    case 'ssh':
    case 'exec': {
      const [program = '', ...args] = await lab.terminal(command.verb, command.index, command.command);
      const done = await execa(program, args, { stdio: 'inherit', reject: false });
      return done.exitCode ?? 255;
    }
    case 'halt':
      throw new LabError('halt is not for --docker: use docker stop');
  }
}

function show(servers: DockerServer[], json: boolean): void {
  if (json) console.log(JSON.stringify({ servers }));
  else
    for (const { index, host, port, suite, state } of servers)
      console.log(`${index}  root@${host}:${port}  ${suite}  ${state}`);
}

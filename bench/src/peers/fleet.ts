import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import type { LabServer } from '@milepost/lab/server/server';

/** One thing to be true on every server: made true unless its check passes. */
export interface FileChange {
  name: string;
  check: string;
  apply: string;
}

export type Peer = 'pyinfra' | 'ansible';

export interface Fleet {
  /** Brings the changes about on all servers at once. Throws where one failed. */
  run(peer: Peer, changes: readonly FileChange[]): Promise<void>;
  close(): Promise<void>;
}

/** pyinfra and Ansible, pipelining and 10 forks, ready to work on these servers; `bin` has their programs. */
export async function createFleet(bin: string, servers: readonly LabServer[]): Promise<Fleet> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-fleet-'));
  const write = (name: string, text: string) => writeFile(path.join(directory, name), text);
  const [first] = servers;
  const key = first?.keyPath ?? '';
  const hosts = servers.map(({ host }) => host);
  await write(
    'inventory.ini',
    `[all]\n${hosts.join('\n')}\n[all:vars]\nansible_user=root\nansible_ssh_private_key_file=${key}\nansible_python_interpreter=/usr/bin/python3\n`,
  );
  await write(
    'inventory.py',
    `hosts = (${JSON.stringify(hosts)}, {"ssh_user": "root", "ssh_key": ${JSON.stringify(key)}, "ssh_strict_host_key_checking": "no", "ssh_known_hosts_file": ${JSON.stringify(path.join(directory, 'known'))}})\n`,
  );
  const env = {
    ANSIBLE_HOST_KEY_CHECKING: 'False',
    ANSIBLE_PIPELINING: 'True',
    ANSIBLE_FORKS: '10',
    ANSIBLE_SSH_ARGS:
      '-o ControlMaster=auto -o ControlPersist=600 -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR',
    ANSIBLE_LOCAL_TEMP: directory,
    ANSIBLE_GATHERING: 'explicit',
  };
  return {
    async run(peer, changes) {
      const [program, file, text] =
        peer === 'pyinfra'
          ? (['pyinfra', 'deploy.py', deployOf(changes)] as const)
          : (['ansible-playbook', 'play.json', playOf(changes)] as const);
      await write(file, text);
      const args = peer === 'pyinfra' ? ['-y', 'inventory.py', file] : ['-i', 'inventory.ini', file];
      await execa(path.join(bin, program), args, { cwd: directory, env, stdin: 'ignore' });
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Check and apply in one shell command: the least that pyinfra can send. */
function deployOf(changes: readonly FileChange[]): string {
  const steps = changes.map(({ name, check, apply }) => {
    const shell = `(${check}) >/dev/null 2>&1 || { ${apply}; }`;
    return `server.shell(name=${JSON.stringify(name)}, commands=[${JSON.stringify(shell)}])`;
  });
  return `from pyinfra.operations import server\n${steps.join('\n')}\n`;
}

const playOf = (changes: readonly FileChange[]): string =>
  JSON.stringify([
    {
      hosts: 'all',
      tasks: changes.map(({ name, check, apply }) => ({
        name,
        'ansible.builtin.shell': `(${check}) >/dev/null 2>&1 || { ${apply}; }`,
      })),
    },
  ]);

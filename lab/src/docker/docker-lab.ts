import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, succeeds, which } from '../host/run';
import { LabError } from '../lab-error';
import { keyFile } from '../lab-record';
import { defaultStateDir } from '../paths';
import { sshCommand, waitForSsh } from '../server/ssh';
import { isSuite } from '../suite';
import type { Suite } from '../suite';
import * as docker from './docker-arguments';

export interface DockerServer {
  index: number;
  suite: Suite;
  /** Docker's word: running, paused, exited … */
  state: string;
  host: string;
  port: number;
}

/** Servers as privileged containers of a Docker engine. Not verified here: this was written without an engine. */
export class DockerLab {
  readonly name: string;
  readonly stateDir: string;

  constructor(name: string, stateDir = defaultStateDir(`docker-${name}`)) {
    this.name = name;
    this.stateDir = stateDir;
  }

  get keyPath(): string {
    return keyFile(this.stateDir);
  }

  /** Makes and starts servers 1 to `count`. @throws LabError when there is no engine or one does not answer in 60 s. */
  async up(
    count: number,
    { suite, memory }: { suite: Suite; memory: string | undefined },
  ): Promise<DockerServer[]> {
    await this.#requireEngine();
    await mkdir(this.stateDir, { recursive: true });
    const key = this.keyPath;
    if (!existsSync(key))
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', this.name, '-f', key]);
    await run('docker', docker.buildImage(suite, dirname(fileURLToPath(import.meta.url))));
    const { name } = this;
    if (!(await succeeds('docker', ['network', 'inspect', docker.networkName(name)]))) {
      await run('docker', docker.createNetwork(name));
    }
    const there = new Set((await this.servers()).map((server) => server.index));
    for (let index = 1; index <= count; index++) {
      if (!there.has(index)) {
        await run('docker', docker.createContainer({ lab: name, index, suite, memory }));
        await run('docker', docker.installKey(name, index, `${key}.pub`));
      }
      await this.heal(index);
    }
    return (await this.servers()).filter((server) => server.index <= count);
  }

  async servers(): Promise<DockerServer[]> {
    await this.#requireEngine();
    const rows = (await run('docker', docker.listContainers(this.name))).split('\n').filter(Boolean);
    return rows.map((row) => this.#read(row)).sort((a, b) => a.index - b.index);
  }

  async fault(kind: docker.Fault, index: number): Promise<void> {
    await this.#server(index);
    await run('docker', docker.fault(kind, this.name, index));
  }

  /** Undoes any fault and waits for ssh, 60 s at most. */
  async heal(index: number): Promise<void> {
    const { host, port } = await this.#server(index);
    for (const step of docker.heal(this.name, index)) await succeeds('docker', step);
    if (!(await waitForSsh({ host, port, keyPath: this.keyPath, patience: 60_000 }))) {
      throw new LabError(
        `server ${index} does not answer: see "docker logs ${docker.containerName(this.name, index)}"`,
      );
    }
  }

  /** The command line of a terminal on a server. */
  async terminal(via: 'ssh' | 'exec', index: number, command: string[]): Promise<string[]> {
    const { host, port } = await this.#server(index);
    if (via === 'exec') return ['docker', ...docker.execIn(this.name, index, command)];
    return sshCommand({ host, port, keyPath: this.keyPath }, command);
  }

  /** Destroys one server, or all with network and key. */
  async down(index?: number): Promise<void> {
    const doomed = index === undefined ? await this.servers() : [await this.#server(index)];
    for (const server of doomed) await run('docker', docker.removeContainer(this.name, server.index));
    if (index !== undefined) return;
    await succeeds('docker', docker.removeNetwork(this.name));
    for (const file of ['id_lab', 'id_lab.pub']) await rm(join(this.stateDir, file), { force: true });
  }

  async #server(index: number): Promise<DockerServer> {
    const server = (await this.servers()).find((each) => each.index === index);
    if (!server) throw new LabError(`there is no server ${index} in lab "${this.name}"`);
    return server;
  }

  #read(row: string): DockerServer {
    const [index, suite = '', state = 'unknown'] = row.split(' ');
    if (!isSuite(suite)) throw new LabError(`Docker answered something else than a lab's server: ${row}`);
    const number = Number(index);
    return { index: number, suite, state, host: '127.0.0.1', port: docker.sshPort(this.name, number) };
  }

  async #requireEngine(): Promise<void> {
    if (!(await which('docker'))) throw new LabError('there is no docker command on this machine');
    if (!(await succeeds('docker', ['info']))) throw new LabError('no Docker engine answers on this machine');
  }
}

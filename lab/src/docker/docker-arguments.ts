import { createHash } from 'node:crypto';
import type { Suite } from '../suite';

/** Arguments of the docker command line; nothing here runs anything. */

export interface Container {
  lab: string;
  index: number;
  suite: Suite;
  /** "1G"; undefined for no limit. */
  memory: string | undefined;
}

export const imageName = (suite: Suite) => `milepost-lab:${suite}`;
export const networkName = (lab: string) => `milepost-lab-${lab}`;
export const containerName = (lab: string, index: number) => `milepost-lab-${lab}-${index}`;

/** The loopback port that leads to a server's sshd: fixed, because Docker would choose another at each start. */
export function sshPort(lab: string, index: number): number {
  const slot = (createHash('sha256').update(lab).digest()[0] ?? 0) % 100;
  return 22_000 + slot * 200 + index;
}

export const buildImage = (suite: Suite, directory: string) => [
  'build',
  '--tag',
  imageName(suite),
  '--build-arg',
  `SUITE=${suite}`,
  directory,
];

export const createNetwork = (lab: string) => ['network', 'create', '--label', label(lab), networkName(lab)];
export const removeNetwork = (lab: string) => ['network', 'rm', networkName(lab)];

export function createContainer({ lab, index, suite, memory }: Container): string[] {
  return [
    'create',
    ...['--name', containerName(lab, index), '--hostname', `${lab}-${index}`, '--label', label(lab)],
    ...['--label', `milepost.suite=${suite}`, '--label', `milepost.index=${index}`],
    ...['--privileged', '--cgroupns', 'private', '--tmpfs', '/run', '--tmpfs', '/run/lock'],
    ...(memory ? ['--memory', memory.toLowerCase()] : []),
    ...['--network', networkName(lab), '--publish', `127.0.0.1:${sshPort(lab, index)}:22`],
    imageName(suite),
  ];
}

export const installKey = (lab: string, index: number, publicKey: string) => [
  'cp',
  publicKey,
  `${containerName(lab, index)}:/root/.ssh/authorized_keys`,
];

/** One line a container: "<index> <suite> <state>", dead ones too. */
export const listContainers = (lab: string) => [
  ...['ps', '--all', '--filter', `label=${label(lab)}`],
  ...['--format', '{{.Label "milepost.index"}} {{.Label "milepost.suite"}} {{.State}}'],
];

export type Fault = 'cut' | 'kill' | 'freeze';

/** A pulled cable is a lost network here: the published port still accepts, and then ends. */
export function fault(kind: Fault, lab: string, index: number): string[] {
  const container = containerName(lab, index);
  switch (kind) {
    case 'cut':
      return ['network', 'disconnect', '--force', networkName(lab), container];
    case 'kill':
      return ['kill', container];
    case 'freeze':
      return ['pause', container];
  }
}

/** What undoes any fault, in order; those that do not apply fail, and that is right. */
export function heal(lab: string, index: number): string[][] {
  const container = containerName(lab, index);
  return [
    ['unpause', container],
    ['network', 'connect', networkName(lab), container],
    ['start', container],
  ];
}

export const execIn = (lab: string, index: number, command: string[]) => [
  'exec',
  '--interactive',
  containerName(lab, index),
  ...(command.length > 0 ? command : ['bash']),
];

export const removeContainer = (lab: string, index: number) => [
  'rm',
  '--force',
  '--volumes',
  containerName(lab, index),
];

const label = (lab: string) => `milepost.lab=${lab}`;

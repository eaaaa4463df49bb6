import { describe, expect, test } from 'vitest';
import * as docker from './docker-arguments';

const line = (args: string[]) => args.join(' ');

describe('docker arguments', () => {
  test('the image and the network get their arguments', () => {
    expect(line(docker.buildImage('trixie', 'dir'))).toBe(
      'build --tag milepost-lab:trixie --build-arg SUITE=trixie dir',
    );
    expect(line(docker.createNetwork('lab'))).toBe(
      'network create --label milepost.lab=lab milepost-lab-lab',
    );
    expect(line(docker.removeNetwork('lab'))).toBe('network rm milepost-lab-lab');
  });

  test('a container gets its arguments', () => {
    const port = docker.sshPort('lab', 2);
    expect(line(docker.createContainer({ lab: 'lab', index: 2, suite: 'bookworm', memory: '1G' }))).toBe(
      'create --name milepost-lab-lab-2 --hostname lab-2 --label milepost.lab=lab ' +
        '--label milepost.suite=bookworm --label milepost.index=2 ' +
        '--privileged --cgroupns private --tmpfs /run --tmpfs /run/lock --memory 1g ' +
        `--network milepost-lab-lab --publish 127.0.0.1:${port}:22 milepost-lab:bookworm`,
    );
    const unlimited = docker.createContainer({ lab: 'lab', index: 2, suite: 'bookworm', memory: undefined });
    expect(unlimited).not.toContain('--memory');
    expect(line(docker.installKey('lab', 2, 'k.pub'))).toBe(
      'cp k.pub milepost-lab-lab-2:/root/.ssh/authorized_keys',
    );
    expect(line(docker.removeContainer('lab', 2))).toBe('rm --force --volumes milepost-lab-lab-2');
  });

  test.each([
    ['cut', 'network disconnect --force milepost-lab-lab milepost-lab-lab-1'],
    ['kill', 'kill milepost-lab-lab-1'],
    ['freeze', 'pause milepost-lab-lab-1'],
  ] as const)('%s gets its arguments', (kind, expected) => {
    expect(line(docker.fault(kind, 'lab', 1))).toBe(expected);
  });

  test('heal undoes each fault in the right order', () => {
    expect(docker.heal('lab', 1).map(line)).toEqual([
      'unpause milepost-lab-lab-1',
      'network connect milepost-lab-lab milepost-lab-lab-1',
      'start milepost-lab-lab-1',
    ]);
  });

  test('a command in a container gets its arguments', () => {
    expect(line(docker.execIn('lab', 1, ['id', '-u']))).toBe('exec --interactive milepost-lab-lab-1 id -u');
    expect(line(docker.execIn('lab', 1, []))).toBe('exec --interactive milepost-lab-lab-1 bash');
  });

  test('give each server a port of its own', () => {
    const ports = Array.from({ length: 200 }, (_, n) => docker.sshPort('lab', n + 1));
    expect(new Set(ports).size).toBe(200);
    expect(Math.max(...ports)).toBeLessThan(65_536);
    expect(docker.sshPort('lab', 1)).toBe(docker.sshPort('lab', 1));
  });
});

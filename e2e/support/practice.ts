import path from 'node:path';
import { openLab } from '@milepost/lab/lab';
import { labName } from '../../scripts/start/practice/practice';
import { product } from './product';

/** The lab of the practice server, which can have more. */
export function practiceLab() {
  const { dataDirectory } = product();
  return openLab({ name: labName(dataDirectory), stateDir: path.join(dataDirectory, 'practice') });
}

/** The practice server, reached out of band: neither the network nor sshd is asked. */
export function practice() {
  return practiceLab().server(1);
}

/** What a command prints on the practice server, whatever it exits with. */
export async function onPractice(command: string): Promise<string> {
  return (await practice().exec(command)).stdout.trim();
}

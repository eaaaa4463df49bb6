import type { LabNetwork } from '../network';
import { run, succeeds } from './run';

/** Servers reach each other and this machine's address on the bridge; nothing is ever routed off the bridge. */
function rules({ bridge, gateway }: LabNetwork): string[][] {
  return [
    ['FORWARD', '-i', bridge, '-o', bridge, '-j', 'ACCEPT'],
    ['FORWARD', '-i', bridge, '!', '-o', bridge, '-j', 'REJECT'],
    ['INPUT', '-i', bridge, '-d', gateway, '-j', 'ACCEPT'],
  ];
}

const iptables = (action: string, rule: string[]) => ['-w', action, ...rule];

export async function closeFirewall(network: LabNetwork): Promise<void> {
  for (const rule of rules(network)) {
    if (!(await succeeds('iptables', iptables('-C', rule)))) await run('iptables', iptables('-I', rule));
  }
}

export async function removeFirewall(network: LabNetwork): Promise<void> {
  for (const rule of rules(network)) await succeeds('iptables', iptables('-D', rule));
}

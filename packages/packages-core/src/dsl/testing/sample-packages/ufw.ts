import { z } from 'zod';
import { definePackage } from '../../define-package';
import { fact } from '../../facts/fact';
import { field } from '../../form/fields';
import * as apt from '../../recipes/apt-steps';
import { sh } from '../../sh';
import type { Command } from '../../sh';
import type { State } from '../../state';
import { step } from '../../steps/step';
import { readFirewall } from './firewall';
import { command } from './stand-ins';

/** The policy and the rules, in order. */
export const firewall = fact(sh`ufw status verbose; ufw show added`, readFirewall);
export const LOCKS_OUT = 'This would shut out the console: its own connection would not be let in any more.';

interface FirewallChange {
  id: string;
  label: string;
  action: string;
  check: Command;
  apply: Command;
  leftoverLabel?: string;
}

/** Every change of the firewall captures all of its rules. */
export function changed(change: FirewallChange): State {
  return {
    ...change,
    capture: sh`tar -C /etc/ufw -cz . | base64`,
    undo: sh`base64 -d <"$MP_CAPTURE_FILE" | tar -C /etc/ufw -xz && { ufw status | grep -q inactive || ufw reload; }`,
    idempotent: true,
    explain: sh`ufw status verbose`,
  };
}

const isActive = command.answers({
  ...{ id: 'ufw_active', label: 'The firewall is active' },
  run: sh`ufw status | grep -qx 'Status: active'`,
});

export default definePackage({
  id: 'ufw',
  title: 'UFW',
  category: 'security',
  description: 'Firewall. Rules are added on its page. The console’s own connection always stays open.',
  conflicts: ['firewalld'],
  input: z.object({
    incoming: field.oneOf(
      { deny: 'Deny', reject: 'Reject', allow: 'Allow' },
      { title: 'Incoming', default: 'deny' },
    ),
    outgoing: field.oneOf({ allow: 'Allow', deny: 'Deny' }, { title: 'Outgoing', default: 'allow' }),
  }),
  version: apt.version('ufw'),
  facts: { firewall },

  operations: {
    install: ({ input: { incoming, outgoing }, server: { console } }) => [
      apt.install('UFW', 'ufw'),
      step.configure(
        'the firewall',
        changed({
          id: 'console_allowed',
          label: 'The console is let in',
          action: `Allow the console: port ${console.port}`,
          check: sh`ufw show added | grep -qF ${`port ${console.port} proto tcp comment 'Milepost'`}`,
          apply: sh`ufw prepend allow from any to any port ${console.port} proto tcp comment Milepost`,
        }),
        changed({
          id: 'policies',
          label: `The policy is ${incoming} incoming, ${outgoing} outgoing`,
          action: `Set the policy: ${incoming} incoming, ${outgoing} outgoing`,
          check: sh`ufw status verbose | grep -qF ${`Default: ${incoming} (incoming), ${outgoing} (outgoing)`}`,
          apply: sh`ufw default ${incoming} incoming && ufw default ${outgoing} outgoing && ufw --force enable`,
        }),
      ),
      step.verify(isActive),
    ],
    update: () => [apt.update('UFW', 'ufw'), step.verify(isActive)],
    uninstall: () => [
      step.stopService(
        'the firewall',
        changed({
          id: 'inactive',
          label: 'The firewall is inactive',
          action: 'Disable the firewall',
          check: sh`ufw status | grep -qx 'Status: inactive'`,
          apply: sh`ufw disable`,
          leftoverLabel: 'the firewall with its rules',
        }),
      ),
      apt.remove('UFW', 'ufw'),
      apt.removalVerified('ufw'),
    ],
  },
});

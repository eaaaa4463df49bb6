import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import type { ConsoleConnection } from '../../dsl/facts/console-connection';
import { consoleConnection } from '../../dsl/facts/console-connection';
import { field } from '../../dsl/form/fields';
import * as apt from '../../dsl/recipes/apt-steps';
import { step } from '../../dsl/steps/step';
import {
  isOurs,
  reasonShutOut,
  rulesAbout,
  withoutOurs,
  withoutRule,
  withRule,
} from '../../states/firewall/firewall';
import type { Firewall, Rule } from '../../states/firewall/firewall';
import { firewall } from '../../states/firewall/read-firewall';
import * as ufw from '../../states/firewall/ufw';

const POLICIES = { deny: 'Deny', reject: 'Reject', allow: 'Allow' };
const SSH_COMMENT = 'SSH, by Milepost';

const input = z.object({
  incoming: field.oneOf(POLICIES, {
    ...{ title: 'Incoming', default: 'deny' },
    description:
      'What happens to connections to this server that no rule is about. Ports that Docker publishes are open in any case.',
  }),
  outgoing: field.oneOf(POLICIES, {
    ...{ title: 'Outgoing', default: 'allow', advanced: true },
    description:
      'What happens to connections from this server. Unless they are allowed, it reaches neither name servers nor package servers.',
  }),
  ssh: field.oneOf(
    {
      open: 'From anywhere, unless rules on the server say who may connect',
      rules: 'Only as rules say',
    },
    { title: 'SSH', default: 'open', description: 'The console comes by SSH, too.' },
  ),
});
type Input = z.output<typeof input>;

/** What is read on the server before a plan: null each where it could not be. */
interface Read {
  console: ConsoleConnection | null;
  firewall: Firewall | null;
}

/** Whether a plan can tell that the console is let in afterwards. */
export const isRead = (read: Read): read is { console: ConsoleConnection; firewall: Firewall } =>
  read.console !== null && read.firewall !== null;

/** Why an operation that leaves the firewall so would shut the console out, in a sentence; null where it would not. */
export function lockout(connection: ConsoleConnection, after: Firewall): string | null {
  const reason = reasonShutOut(connection, after);
  const from = `${connection.source} to port ${connection.port}`;
  return reason && `This would shut out the console, which comes from ${from}: ${reason}.`;
}

const sshRule = (port: number): Rule => ({ action: 'allow', port, protocol: 'tcp' });

/** The ports of SSH: where sshd listens, and where the console arrives. */
const sshPorts = ({ console, firewall }: { console: ConsoleConnection; firewall: Firewall }): number[] =>
  [...new Set([console.port, ...firewall.sshPorts])].sort((a, b) => a - b);

/** Rules for the ports of SSH that are to be there, and those that are no longer. */
function sshRules({ ssh }: Input, read: Read): { wanted: Rule[]; unwanted: Rule[] } {
  if (!isRead(read)) return { wanted: [], unwanted: [] };
  const rules = sshPorts(read).map((port) => ({ port, rule: sshRule(port) }));
  const isOwn = (rule: Rule) => isOurs(read.firewall, rule, 'ssh');
  const isDecided = (port: number) => rulesAbout(read.firewall, port).length > 0;
  const open = rules.filter(({ port, rule }) => isOwn(rule) || !isDecided(port));
  return ssh === 'open'
    ? { wanted: open.map(({ rule }) => rule), unwanted: [] }
    : { wanted: [], unwanted: rules.map(({ rule }) => rule).filter(isOwn) };
}

/** The firewall as an install leaves it. */
function installed(input: Input, read: { console: ConsoleConnection; firewall: Firewall }): Firewall {
  const { wanted, unwanted } = sshRules(input, read);
  const opened = wanted.reduce((result, rule) => withRule(result, rule), read.firewall);
  const { incoming, outgoing } = input;
  return { ...unwanted.reduce(withoutRule, opened), active: true, incoming, outgoing };
}

/** The firewall as an uninstall leaves it: null where it is off. */
function uninstalled(now: Firewall): Firewall | null {
  if (!now.former?.active) return null;
  const { incoming, outgoing } = now.former;
  return { ...withoutOurs(now), incoming, outgoing };
}

export default definePackage({
  id: 'ufw',
  title: 'UFW',
  category: 'security',
  description:
    'Firewall: what is not allowed does not get in. Rules are added on its page. No change can shut the console out.',
  input,
  version: apt.version('ufw'),
  facts: { console: consoleConnection, firewall },

  refuse: ({ operation, input, facts }) => {
    if (!isRead(facts)) return [];
    if (operation === 'install') return [lockout(facts.console, installed(input, facts))];
    const after = operation === 'uninstall' ? uninstalled(facts.firewall) : null;
    return [after && lockout(facts.console, after)];
  },

  operations: {
    install: ({ input, facts }) => {
      const { wanted, unwanted } = sshRules(input, facts);
      return [
        step.checkSystem(!isRead(facts) && ufw.consoleStaysConnected(), ufw.noOtherFirewall()),
        apt.install('UFW', 'ufw', { before: [ufw.formerRecorded()] }),
        step.configure(
          'the firewall',
          wanted.map((rule) => ufw.rule(rule, { comment: SSH_COMMENT, owner: 'ssh' })),
          ufw.active(input),
          unwanted.map((rule) => ufw.ruleAbsent(rule, { owner: 'ssh' })),
        ),
        step.verify(ufw.isActive(input)),
      ];
    },

    update: ({ input }) => [apt.update('UFW', 'ufw'), step.verify(ufw.isActive(input))],

    uninstall: ({ facts }) => {
      const former = facts.firewall?.former ?? null;
      return [
        step.checkSystem(!isRead(facts) && ufw.consoleStaysConnected()),
        (former?.active ? step.configure : step.stopService)('the firewall', ufw.formerRestored()),
        !former?.installed && apt.remove('UFW', 'ufw'),
        step.cleanUp(ufw.formerForgotten()),
        former?.installed ? step.verifyRemoval(ufw.isAsBefore(former)) : apt.removalVerified('ufw'),
      ];
    },
  },
});

import type { Server } from '../../package/context';

export interface Rule {
  action: string;
  protocol: string;
  port: string;
  source: string;
}

/** A type, not an interface: it is a fact, which is JSON. */
export type Firewall = {
  policy: string;
  rules: { action: string; protocol: string; port: string; source: string }[];
};

/** What `ufw status verbose; ufw show added` prints. */
export function readFirewall(output: string): Firewall {
  const policy = /Default: (\w+) \(incoming\)/.exec(output)?.[1] ?? 'allow';
  const added = [
    ...output.matchAll(/^ufw (allow|limit|deny|reject) from (\S+) to any port (\S+)(?: proto (\w+))?/gm),
  ];
  const rules = added.map(([, action = '', source = '', port = '', protocol = 'any']) => ({
    ...{ action, source, port, protocol },
  }));
  return { policy, rules };
}

/** Whether the firewall lets the console’s own connection in. Its rules are asked in order. */
export function letsIn({ port, source }: Server['console'], { policy, rules }: Firewall): boolean {
  const [first] = rules.filter(
    (rule) =>
      rule.protocol !== 'udp' && covers(rule.port, port) && (rule.source === 'any' || rule.source === source),
  );
  return first ? ['allow', 'limit'].includes(first.action) : policy === 'allow';
}

export const plus = (firewall: Firewall, rule: Rule): Firewall => ({
  ...firewall,
  rules: [...without(firewall, rule).rules, pick(rule)],
});

export const without = (firewall: Firewall, rule: Rule): Firewall => ({
  ...firewall,
  rules: firewall.rules.filter((other) => JSON.stringify(pick(other)) !== JSON.stringify(pick(rule))),
});

const pick = ({ action, protocol, port, source }: Rule): Rule => ({ action, protocol, port, source });

function covers(range: string, port: number): boolean {
  const [from = NaN, to = from] = range.split(':').map(Number);
  return port >= from && port <= to;
}

import type { ConsoleConnection } from '../../dsl/facts/console-connection';
import { containsNetwork, parseNetwork } from '../../dsl/values/network';

export type Policy = 'deny' | 'reject' | 'allow';

/** A rule as ufw keeps it, of one family: a type, not an interface, because it is part of a fact. */
export type FirewallRule = {
  family: 4 | 6;
  action: string;
  /** `tcp`, `udp`, `any` … */
  protocol: string;
  /** `any`, or ports and ranges: `80,443,6000:6010`. */
  port: string;
  destination: string;
  sourcePort: string;
  source: string;
  /** Of a rule by the name of an application; null of others. */
  application: string | null;
  /** For what comes in through this interface alone; null for all. */
  interface: string | null;
};

/** Whose a rule is that Milepost added: the firewall's own for SSH, or one that a person added. */
export type RuleOwner = 'ssh' | 'rule';

/** How the firewall was before Milepost. */
export type FormerFirewall = { installed: boolean; active: boolean; incoming: Policy; outgoing: Policy };

export type Firewall = {
  active: boolean;
  incoming: Policy;
  outgoing: Policy;
  /** Whether it filters IPv6; otherwise it lets none of it in. */
  ipv6: boolean;
  /** For what comes in, in the order in which they are asked. */
  rules: FirewallRule[];
  /** Those that Milepost added, without their action: `443/tcp`. */
  ours: { owner: RuleOwner; key: string }[];
  /** Where sshd listens. */
  sshPorts: number[];
  former: FormerFirewall | null;
};

/** A rule in ufw's own words, as a person adds it. */
export interface Rule {
  action: 'allow' | 'deny' | 'reject' | 'limit';
  /** A port, or a range `6000:6010`, which takes a protocol. */
  port: number | string;
  /** Both, when left out. */
  protocol?: 'tcp' | 'udp';
  /** An address or a network; from everywhere when left out. */
  from?: string;
}

/** What tells a rule from others: ufw has one action for it. As `ufw show added` writes it, without the action. Throws where ufw would not take it. */
export function ruleKey({ port, protocol, from = 'any' }: Omit<Rule, 'action'>): string[] {
  const ports = String(port);
  const [low = 0, high = low] = ports.split(':').map(Number);
  if (!/^\d{1,5}(:\d{1,5})?$/.test(ports) || low < 1 || high > 65_535 || low > high)
    throw new Error(`Not a port: ${ports}`);
  if (ports.includes(':') && !protocol) throw new Error(`The range ${ports} needs a protocol.`);
  if (from !== 'any' && !parseNetwork(from)) throw new Error(`Not an address: ${from}`);
  if (from === 'any') return [protocol ? `${ports}/${protocol}` : ports];
  return ['from', from, 'to', 'any', 'port', ports, ...(protocol ? ['proto', protocol] : [])];
}

/** The same rule as ufw keeps it: one of each family that it is about. */
export function firewallRules({ action, port, protocol = undefined, from = 'any' }: Rule): FirewallRule[] {
  const families = from === 'any' ? ([4, 6] as const) : [parseNetwork(from)?.family ?? 4];
  return families.map((family) => ({
    ...{ family, action, protocol: protocol ?? 'any', port: String(port), destination: 'any' },
    ...{ sourcePort: 'any', source: from, application: null, interface: null },
  }));
}

/** Whatever their actions: ufw has one of these at most. */
const isSame = (one: FirewallRule, other: FirewallRule): boolean =>
  Object.entries(one).every(
    ([name, value]) => name === 'action' || other[name as keyof FirewallRule] === value,
  );

/** What the firewall has in the place of this rule, whatever its action. */
export const found = ({ rules }: Firewall, rule: Rule): FirewallRule | undefined =>
  rules.find((each) => firewallRules(rule).some((wanted) => isSame(each, wanted)));

export const isOurs = ({ ours }: Firewall, rule: Rule, by?: RuleOwner): boolean =>
  ours.some(({ owner, key }) => key === ruleKey(rule).join(' ') && (by === undefined || owner === by));

/** With the rule: in the place of the same one with another action, else behind all others, or in front of them. Pure. */
export function withRule(firewall: Firewall, rule: Rule, { first = false } = {}): Firewall {
  return firewallRules(rule).reduce((result, added) => {
    const { rules } = result;
    if (rules.some((each) => isSame(each, added)))
      return { ...result, rules: rules.map((each) => (isSame(each, added) ? added : each)) };
    return { ...result, rules: first ? [added, ...rules] : [...rules, added] };
  }, firewall);
}

export function withoutRule(firewall: Firewall, rule: Rule): Firewall {
  const gone = firewallRules(rule);
  return { ...firewall, rules: firewall.rules.filter((each) => !gone.some((one) => isSame(each, one))) };
}

/** Without the rules that Milepost has added. */
export function withoutOurs(firewall: Firewall): Firewall {
  const keys = firewall.ours.map(({ key }) => key);
  return { ...firewall, rules: firewall.rules.filter((rule) => !keys.includes(keyOf(rule))) };
}

/** As `ruleKey`, of a rule that could be Milepost's. */
function keyOf({
  port,
  protocol,
  source,
  destination,
  sourcePort,
  application,
  ...rule
}: FirewallRule): string {
  const others = [destination !== 'any', sourcePort !== 'any', application !== null, rule.interface !== null];
  if (others.includes(true)) return '';
  const words = source === 'any' ? [] : ['from', source, 'to', 'any', 'port', port];
  if (words.length === 0) return protocol === 'any' ? port : `${port}/${protocol}`;
  return [...words, ...(protocol === 'any' ? [] : ['proto', protocol])].join(' ');
}

/** Rules that may decide who reaches this TCP port. */
export const rulesAbout = ({ rules }: Firewall, port: number): FirewallRule[] =>
  rules.filter((rule) => mayBeTcp(rule) && includesPort(rule.port, port));

/**
 * Why the firewall, once it is on, would not let a new connection of the console in; null where it does. The first rule that fits decides.
 * Of a rule that fits only some of the console's connections (by their own port, or through an interface that is not known), one that lets
 * in does not count, and one that does not let in does. Pure.
 */
export function reasonShutOut(connection: ConsoleConnection, firewall: Firewall): string | null {
  const source = parseNetwork(connection.source);
  if (!source) return null;
  if (source.family === 6 && !firewall.ipv6)
    return 'UFW lets no IPv6 in on this server (IPV6 in /etc/default/ufw)';
  const decides = firewall.rules.find(
    (rule) => rule.family === source.family && fits(rule, connection) && !isInDoubt(rule, connection),
  );
  const action = decides?.action ?? firewall.incoming;
  if (letsIn(action)) return null;
  return decides
    ? `the first rule about it is “${wordsOf(decides)}”`
    : `no rule lets it in, and the policy for what comes in is ${action}`;
}

const letsIn = (action: string): boolean => action === 'allow' || action === 'limit';
const mayBeTcp = ({ protocol }: FirewallRule): boolean => protocol === 'tcp' || protocol === 'any';

function fits(rule: FirewallRule, { source, address, port, interface: device }: ConsoleConnection): boolean {
  const isElsewhere = rule.interface !== null && device !== null && !isInterface(rule.interface, device);
  return (
    mayBeTcp(rule) &&
    includesPort(rule.port, port) &&
    includesAddress(rule.source, source) &&
    includesAddress(rule.destination, address) &&
    !isElsewhere
  );
}

/** `eth+` is any whose name begins so. */
const isInterface = (pattern: string, device: string): boolean =>
  pattern.endsWith('+') ? device.startsWith(pattern.slice(0, -1)) : device === pattern;

const isInDoubt = (rule: FirewallRule, { interface: device }: ConsoleConnection): boolean =>
  letsIn(rule.action) && (rule.sourcePort !== 'any' || (rule.interface !== null && device === null));

function includesAddress(place: string, address: string): boolean {
  const [outer, inner] = [parseNetwork(place), parseNetwork(address)];
  return place === 'any' || (outer !== null && inner !== null && containsNetwork(outer, inner));
}

function includesPort(ports: string, port: number): boolean {
  return ports.split(',').some((part) => {
    const [low = NaN, high = low] = part.split(':').map(Number);
    return part === 'any' || (port >= low && port <= high);
  });
}

/** For people. */
export function wordsOf(rule: FirewallRule): string {
  const { action, protocol, port, source, application, interface: device } = rule;
  const to =
    application ?? `${port === 'any' ? 'any port' : port}${protocol === 'any' ? '' : `/${protocol}`}`;
  const from = source === 'any' ? '' : ` from ${source}`;
  return `${action} ${to}${from}${device === null ? '' : ` on ${device}`}`;
}

import { fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import { sh } from '../../dsl/sh';
import type { Firewall, FirewallRule, FormerFirewall, Policy, RuleOwner } from './firewall';

/** What the firewall does now, and what Milepost has added to it; null where that could not be read, or not all of it. */
export const firewall = fact(
  sh`mp_ufw_describe`.displayAs('ufw status verbose; ufw show added'),
  readFirewall,
);

const POLICIES: Record<string, Policy> = { DROP: 'deny', REJECT: 'reject', ACCEPT: 'allow' };

/** The lines of `mp_ufw_describe`, of which `end` is the last. */
function readFirewall(output: string): Firewall | null {
  const lines = parse.lines(output).map((line) => {
    const [, word = '', rest = ''] = /^(\S+)(?: (.*))?$/.exec(line) ?? [];
    return { word, rest };
  });
  const all = (word: string) => lines.flatMap((line) => (line.word === word ? [line.rest] : []));
  const first = (word: string) => all(word)[0] ?? '';
  const isUnknown = all('installed').length > 0 && !['active', 'inactive'].includes(first('status'));
  if (lines.at(-1)?.word !== 'end' || isUnknown) return null;
  return {
    active: first('status') === 'active',
    incoming: POLICIES[first('incoming')] ?? 'deny',
    outgoing: POLICIES[first('outgoing')] ?? 'allow',
    ipv6: first('ipv6') !== 'no',
    rules: [...all('rule4').flatMap(readRule(4)), ...all('rule6').flatMap(readRule(6))],
    ours: all('ours').map((line) => {
      const [owner = '', ...key] = line.split(' ');
      return { owner: (owner === 'ssh' ? 'ssh' : 'rule') satisfies RuleOwner, key: key.join(' ') };
    }),
    sshPorts: all('ssh').map(Number),
    former: readFormer(first('former')),
  };
}

/**
 * `allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in comment=…`; rules of applications have two words more. Those for what goes out or through are
 * left out.
 */
const readRule =
  (family: 4 | 6) =>
  (tuple: string): FirewallRule[] => {
    const words = tuple.split(' ').filter((word) => !word.startsWith('comment='));
    const [action = '', protocol = '', port = '', destination = '', sourcePort = '', source = ''] = words;
    const direction = words.at(-1) ?? '';
    if (action.startsWith('route:') || !/^in(_|$)/.test(direction)) return [];
    return [
      {
        ...{ family, action: action.replace(/_log.*$/, ''), protocol, port, sourcePort },
        ...{ destination: place(destination), source: place(source) },
        application: words.length > 7 ? (words.slice(6, -1).find((name) => name !== '-') ?? null) : null,
        interface: /^in_(.+)$/.exec(direction)?.[1] ?? null,
      },
    ];
  };

const place = (network: string): string => (['0.0.0.0/0', '::/0'].includes(network) ? 'any' : network);

/** `installed active DROP ACCEPT enabled` */
function readFormer(line: string): FormerFirewall | null {
  const [installed, status, incoming = '', outgoing = ''] = line.split(' ');
  if (line === '') return null;
  return {
    ...{ installed: installed === 'installed', active: status === 'active' },
    ...{ incoming: POLICIES[incoming] ?? 'deny', outgoing: POLICIES[outgoing] ?? 'allow' },
  };
}

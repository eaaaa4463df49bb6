import { z } from 'zod';
import { field } from './fields';

const IPV4 = z.regexes.ipv4.source;
const IPV6 = z.regexes.ipv6.source;

/** The fields that ask from where a service can be reached: from its own server alone, when nothing else is said. */
export const listenFields = {
  listen: field.oneOf(
    { loopback: 'This server only', network: 'Other computers as well' },
    { title: 'Reachable from', default: 'loopback' },
  ),
  addresses: field.list(
    field.line({
      ...{ title: 'Address', example: '192.0.2.10', max: 45, like: new RegExp(`(?:${IPV4})|(?:${IPV6})`) },
      message: 'Addresses are IP addresses of this server, such as 192.0.2.10.',
    }),
    {
      ...{ title: 'Listen addresses', max: 20, when: { listen: 'network' } },
      description:
        'IP addresses of this server, on which it listens beside its own loopback. All of them, if there is none.',
    },
  ),
};

interface ListenInput {
  listen: 'loopback' | 'network';
  addresses: readonly string[];
}

const LOOPBACK = '127.0.0.1';
const EVERY = ['0.0.0.0', '::'];

/** The addresses to listen on, each once; null where that is every one. */
export function listenAddresses({ listen, addresses }: ListenInput): readonly string[] | null {
  if (listen === 'loopback') return [LOOPBACK];
  if (addresses.length === 0 || addresses.some((address) => EVERY.includes(address))) return null;
  return [...new Set([LOOPBACK, ...addresses])];
}

/** The same for `tcp`. */
export const listensOn = ({ listen }: Pick<ListenInput, 'listen'>): string =>
  listen === 'loopback' ? 'loopback' : 'all';

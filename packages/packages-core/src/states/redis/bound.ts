import type { Fact } from '../../dsl/facts/fact';
import { fact } from '../../dsl/facts/fact';
import { sh } from '../../dsl/sh';

const LOOPBACK = /^(?:127(?:\.\d+){3}|::1|localhost)$/;
const EVERY = ['*', '::*', '0.0.0.0', '::'];

/** The addresses that a Redis is configured to listen on beside its loopback, as the fields of `listenFields` ask for them. */
export function boundAddresses(configuration: string): {
  listen: Fact<'loopback' | 'network' | null>;
  addresses: Fact<string[]>;
} {
  const read = sh`mp_redis_settings ${configuration}`.displayAs(`look for bind in ${configuration}`);
  return {
    listen: fact(read, (output) => {
      if (output === '') return null;
      const words = boundWords(output);
      return words !== null && words.every((word) => LOOPBACK.test(word)) ? 'loopback' : 'network';
    }),
    addresses: fact(read, (output) => {
      const words = boundWords(output) ?? [];
      return words.some((word) => EVERY.includes(word)) ? [] : words.filter((word) => !LOOPBACK.test(word));
    }),
  };
}

/** Settings, `NAME TAB VALUE` a line: the words of the last `bind`; null where there is none, which is every address. A leading dash: it may be missing. */
function boundWords(settings: string): string[] | null {
  const value = [...settings.matchAll(/^bind\t(.*)$/gm)].at(-1)?.[1];
  if (value === undefined) return null;
  return value
    .replaceAll(/["']/g, '')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replace(/^-/, ''));
}

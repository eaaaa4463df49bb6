import type { StackStep } from '@milepost/contract/stack';
import { findPackage } from '../dsl/catalog';

/** A stack that ships with Milepost. */
export interface ShippedStack {
  /** Never that of one which a person has saved: those are UUIDs. */
  id: string;
  name: string;
  description: string;
  /** What is left out of an input gets its default; a run asks for what has none, and for secrets. */
  steps: StackStep[];
}

/** SSH stays open: the firewall sees to that itself. `parent`: the step of the firewall, from 1. */
const webPorts = (parent: number): StackStep[] =>
  ['80', '443'].map((port) => ({ packageId: 'ufw_rule', input: { port, comment: 'Web' }, parent }));

const PHP_DEFAULTS = ['curl', 'mbstring', 'xml', 'zip'];

export const SHIPPED_STACKS: readonly ShippedStack[] = [
  {
    id: 'php-server',
    name: 'PHP server',
    description: 'nginx with PHP-FPM behind it, and Redis for sessions and caches.',
    steps: [
      { packageId: 'nginx', input: {} },
      { packageId: 'php_fpm', input: { extensions: [...PHP_DEFAULTS, 'intl', 'redis'] } },
      { packageId: 'redis', input: { eviction: 'allkeys-lru' } },
    ],
  },
  {
    id: 'laravel-server',
    name: 'Laravel server',
    description:
      'All that a Laravel application needs, behind a firewall that lets in SSH and the web. Fail2ban bans addresses that guess passwords.',
    steps: [
      { packageId: 'nginx', input: {} },
      {
        packageId: 'php_fpm',
        input: { extensions: [...PHP_DEFAULTS, 'bcmath', 'gd', 'intl', 'mysql', 'redis', 'sqlite3'] },
      },
      { packageId: 'mariadb', input: {} },
      { packageId: 'redis', input: {} },
      { packageId: 'ufw', input: {} },
      ...webPorts(5),
      { packageId: 'fail2ban', input: {} },
    ],
  },
  {
    id: 'lamp-server',
    name: 'LAMP server',
    description: 'Apache, MariaDB and PHP-FPM, behind a firewall that lets in SSH and the web.',
    steps: [
      { packageId: 'apache', input: {} },
      { packageId: 'mariadb', input: {} },
      { packageId: 'php_fpm', input: { extensions: [...PHP_DEFAULTS, 'gd', 'intl', 'mysql'] } },
      { packageId: 'ufw', input: {} },
      ...webPorts(4),
    ],
  },
  {
    id: 'nodejs-server',
    name: 'Node.js server',
    description: 'Node.js with PostgreSQL and Redis, and nginx in front of it.',
    steps: [
      { packageId: 'nginx', input: {} },
      { packageId: 'nodejs', input: {} },
      { packageId: 'postgresql', input: {} },
      { packageId: 'redis', input: {} },
      { packageId: 'ufw', input: {} },
      ...webPorts(5),
    ],
  },
  {
    id: 'database-server',
    name: 'Database server',
    description: 'PostgreSQL and Redis for applications on the same server, behind a firewall.',
    steps: [
      { packageId: 'postgresql', input: {} },
      { packageId: 'redis', input: {} },
      { packageId: 'ufw', input: {} },
    ],
  },
];

/** Those whose packages are all in the catalog. */
export function offeredStacks(): ShippedStack[] {
  return SHIPPED_STACKS.filter(({ steps }) => steps.every(({ packageId }) => findPackage(packageId)));
}

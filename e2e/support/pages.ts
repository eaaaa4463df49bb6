/** Every page but those of one server and one operation. */
export const PAGES = [
  '/',
  '/servers',
  '/servers/new',
  '/operations',
  '/catalog',
  '/catalog/nginx/install',
  '/stacks',
  '/stacks/php-server/run',
  '/settings',
] as const;

/** Every page but those of one server and one operation. */
export const PAGES = [
  '/',
  '/servers',
  '/servers/new',
  '/operations',
  '/catalogue',
  '/catalogue/nginx/install',
  '/settings',
] as const;

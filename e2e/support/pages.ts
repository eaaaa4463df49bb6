/** Every page but those of one server and one operation. */
export const PAGES = [
  '/',
  '/servers',
  '/servers/new',
  '/operations',
  '/catalog',
  '/catalog/nginx/install',
  '/settings',
] as const;

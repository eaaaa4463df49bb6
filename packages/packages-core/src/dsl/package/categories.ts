/** What the catalog is divided into, in its order. A package's file is in the folder of `definitions/` with its category's name. */
export const CATEGORIES = {
  web: 'Web servers',
  language: 'Languages',
  database: 'Databases',
  cache: 'Caches and queues',
  security: 'Security',
  containers: 'Containers',
  processes: 'Processes and schedules',
  access: 'Users and access',
  mail: 'Mail',
  monitoring: 'Monitoring',
  system: 'System',
} as const;

export type Category = keyof typeof CATEGORIES;

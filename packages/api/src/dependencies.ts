/** What the services work with. Built once a process. */
export interface Dependencies {
  now: () => Date;
}

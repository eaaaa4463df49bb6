export type RoleName = 'milepost_owner' | 'milepost_web' | 'milepost_worker';

/** The address of a test's database as another role: in tests each one's password is its name. */
export function roleUrl(url: string, role: RoleName): string {
  const of = new URL(url);
  of.username = role;
  of.password = role;
  return of.href;
}

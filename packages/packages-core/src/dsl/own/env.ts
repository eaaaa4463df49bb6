/** The directory of packages that somebody wrote for this installation of Milepost; null where there is none. */
export function packagesDirectory(): string | null {
  return process.env['MILEPOST_PACKAGES_DIR'] || null;
}

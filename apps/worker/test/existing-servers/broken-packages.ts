/** Scripts that break packages and services of a test's server, and mend them. */

/** Lines for the [Service] section of a unit. */
export const dropIn = (unit: string, lines: string) => `
  install -d /etc/systemd/system/${unit}.d
  printf '[Service]\\n${lines}\\n' >/etc/systemd/system/${unit}.d/broken.conf
  systemctl daemon-reload`;
export const noDropIn = (unit: string) => `rm -rf /etc/systemd/system/${unit}.d; systemctl daemon-reload`;

/** A package of somebody else whose postinst fails, or that needs what nobody offers. */
export const vendorPackage = (name: string, { depends = '', postinst = 'exit 0' }) => `
  rm -rf /tmp/${name}; install -d /tmp/${name}/DEBIAN /tmp/${name}/opt/${name}; echo agent >/tmp/${name}/opt/${name}/agent
  printf 'Package: ${name}\nVersion: 1.0\nArchitecture: all\nMaintainer: Vendor <v@example.com>\nDescription: agent\n${depends && `Depends: ${depends}\n`}' >/tmp/${name}/DEBIAN/control
  printf '#!/bin/sh\n${postinst}\n' >/tmp/${name}/DEBIAN/postinst; chmod 755 /tmp/${name}/DEBIAN/postinst
  dpkg-deb --build --root-owner-group /tmp/${name} /tmp/${name}.deb >/dev/null
  dpkg -i /tmp/${name}.deb >/dev/null 2>&1 || :`;
/** dpkg's two letters for it: ii, iF, iU; nothing where it is not known. */
export const packageStatus = (name: string) =>
  `dpkg-query -W -f '\${db:Status-Abbrev}' ${name} 2>/dev/null || :`;

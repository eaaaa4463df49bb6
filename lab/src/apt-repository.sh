# shellcheck shell=sh
# A signed apt repository on a server of the lab: sh -s - VERB ARGUMENT DIRECTORY PACKAGE..., with key - first. Then publish VERSION offers the
# sample, repack SUFFIX offers packages of the distribution under a higher version, and use - has apt read the repository.
set -e
export LC_ALL=C DEBIAN_FRONTEND=noninteractive HOME=/root
verb=$1 version=$2 directory=$3
shift 3
package=$1
export GNUPGHOME="$directory/.gnupg"
suite="$directory/dists/stable"

# Prints the fingerprint and the public key.
make_key() {
  {
    apt-get -qq update
    apt-get -qqy install --no-install-recommends gpg gpg-agent
    rm -rf "$GNUPGHOME"
    mkdir -p "$GNUPGHOME" "$directory/pool" "$suite/main/binary-all" "$suite/main/binary-$(dpkg --print-architecture)"
    chmod 700 "$GNUPGHOME"
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key 'Milepost lab <lab@localhost>' rsa2048 sign never
  } >&2
  gpg --batch --list-keys --with-colons | awk -F: '$1 == "fpr" { print $10; exit }'
  gpg --batch --armor --export
}

build_package() {
  root=$(mktemp -d)
  mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/lib/systemd/system" "$root/etc"
  printf '#!/bin/sh\necho %s\n' "$version" >"$root/usr/bin/$package"
  chmod 755 "$root" "$root/usr/bin/$package"
  printf 'color = blue\n' >"$root/etc/$package.conf"
  printf '/etc/%s.conf\n' "$package" >"$root/DEBIAN/conffiles"
  printf '[Unit]\nDescription=Sample %s\n\n[Service]\nExecStart=/bin/sleep infinity\n\n[Install]\nWantedBy=multi-user.target\n' "$version" \
    >"$root/lib/systemd/system/$package.service"
  printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: Milepost lab <lab@localhost>\nDescription: Sample of a lab\n' \
    "$package" "$version" >"$root/DEBIAN/control"
  cat >"$root/DEBIAN/postinst" <<end
#!/bin/sh
[ "\$1" = configure ] || exit 0
[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload
[ -n "\$2" ] || systemctl -q enable $package
systemctl restart $package
end
  cat >"$root/DEBIAN/prerm" <<end
#!/bin/sh
[ "\$1" = remove ] || exit 0
[ -d /run/systemd/system ] && systemctl -q disable --now $package || :
end
  chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm"
  dpkg-deb --root-owner-group --build "$root" "$directory/pool/${package}_${version}_all.deb" >/dev/null
  rm -rf "$root"
}

# PACKAGE...: the same files, whatever else they depend on; between each other they depend on the new version.
repack_packages() {
  folder=$(mktemp -d)
  cd "$folder"
  chmod 755 .
  for name; do apt-get -qq -o APT::Sandbox::User=root download "$name"; done
  for deb in *.deb; do
    dpkg-deb -R "$deb" package
    former=$(dpkg-deb -f "$deb" Version)
    sed -i -e "s/^Version: .*/&$version/" -e "s/(= $former)/(= $former$version)/g" package/DEBIAN/control
    dpkg-deb --root-owner-group --build package "$directory/pool/${deb%.deb}$version.deb" >/dev/null
    rm -rf package
  done
  rm -rf "$folder"
}

# PACKAGE...: with every FROM of the words FROM=TO replaced, in names and contents, programs as well: both are equally long.
rename_packages() {
  folder=$(mktemp -d)
  cd "$folder"
  chmod 755 .
  for name; do apt-get -qq -o APT::Sandbox::User=root download "$name"; done
  expressions=$(for pair in $version; do echo "s/$(echo "${pair%=*}" | sed 's/[.]/\\./g')/${pair#*=}/g"; done)
  for deb in *.deb; do
    dpkg-deb -R "$deb" package
    find package -type f -exec sed -i -e "$expressions" {} +
    find package -depth -name '*[0-9]*' | while read -r path; do
      name=$(basename "$path" | sed -e "$expressions")
      [ "$name" = "$(basename "$path")" ] || mv "$path" "$(dirname "$path")/$name"
    done
    rm package/DEBIAN/md5sums
    dpkg-deb --root-owner-group --build package "$directory/pool/$(echo "$deb" | sed -e "$expressions")" >/dev/null
    rm -rf package
  done
  rm -rf "$folder"
}

use_repository() {
  mkdir -p /etc/apt/keyrings
  gpg --batch --armor --export >/etc/apt/keyrings/milepost-lab.asc
  echo "deb [signed-by=/etc/apt/keyrings/milepost-lab.asc] file:$directory stable main" >/etc/apt/sources.list.d/milepost-lab.list
  apt-get -qq update
}

write_lists() {
  cd "$directory"
  for deb in pool/*.deb; do
    dpkg-deb -f "$deb"
    printf 'Filename: %s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum <"$deb" | cut -c1-64)"
  done >"$suite/main/binary-all/Packages"
  cp "$suite/main/binary-all/Packages" "$suite/main/binary-$(dpkg --print-architecture)/"
  cd "$suite"
  {
    printf 'Origin: Milepost lab\nLabel: Milepost lab\nSuite: stable\nCodename: stable\nComponents: main\n'
    printf 'Architectures: %s all\nDate: %s\nSHA256:\n' "$(dpkg --print-architecture)" "$(date -Ru | sed 's/+0000/UTC/')"
    for list in main/*/Packages; do printf ' %s %s %s\n' "$(sha256sum <"$list" | cut -c1-64)" "$(stat -c %s "$list")" "$list"; done
  } >Release
  gpg --batch --yes --quiet --pinentry-mode loopback --passphrase '' --clearsign --output InRelease.new Release
  mv InRelease.new InRelease
}

case $verb in
  key) make_key ;;
  publish)
    build_package
    write_lists
    ;;
  repack)
    repack_packages "$@"
    write_lists
    ;;
  rename)
    rename_packages "$@"
    write_lists
    ;;
  use) use_repository ;;
esac

#!/bin/sh
# build-base.sh SUITE TARGET ARCHIVE: a minimal Debian with systemd and sshd in the new directory TARGET.
# Runs in a mount namespace of its own (see base-image.ts): a killed build leaves no mount behind.
set -eu
suite=$1 target=$2 archive=$3

packages=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,sudo,ca-certificates,curl,gnupg
packages=$packages,lsb-release,iproute2,iputils-ping,procps,less,apt-utils,locales

debootstrap --variant=minbase --include="$packages" "$suite" "$target" "$archive"

install -d -m 700 "$target/root/.ssh"

# No apt run of the server's own may hold dpkg's lock at a random moment.
for timer in apt-daily apt-daily-upgrade; do
  ln -sf /dev/null "$target/etc/systemd/system/$timer.timer"
done

# What makes one server differ from another, and what depends on this machine, is written per server.
rm -f "$target"/etc/ssh/ssh_host_* "$target/etc/resolv.conf" "$target/usr/sbin/policy-rc.d"
rm -f "$target"/var/cache/apt/archives/*.deb "$target/var/log/bootstrap.log"
rm -rf "$target"/var/lib/apt/lists/*
: >"$target/etc/machine-id"
: >"$target/etc/apt/sources.list"

#!/usr/bin/env bash
# Builds the guest: Debian's stock kernel, unpacked and not installed, with v4l2loopback built against its headers, and a
# first root (initramfs) just large enough to mount the host's / and go there. Run it as often as you like; what is
# there and current is kept. Needs Debian 12, root (for the kernel's headers) and apt.
#
# Leaves in ${LIVEFOCUS_RIG:-~/.cache/livefocus-rig}: vmlinuz, initramfs.gz, lib/modules/VERSION, and `built`, which
# names what they were built from. tests/rig/guest.py reads these.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${LIVEFOCUS_RIG:-${XDG_CACHE_HOME:-$HOME/.cache}/livefocus-rig}
mkdir -p "$cache"
cd "$cache"
exec 9> build.lock
flock --timeout 1200 9

# Before a first `apt-get update` nothing is known of linux-image-amd64.
newest_image() { apt-cache depends linux-image-amd64 2>/dev/null | awk '/ Depends: linux-image-/ {print $2; exit}'; }
[ -n "$(newest_image)" ] || apt-get -q update
image=$(newest_image)
[ -n "$image" ] || { echo "guest/build.sh: apt offers no linux-image-amd64" >&2; exit 1; }
version=${image#linux-image-}

made_from="$version $(cat "$here/build.sh" "$here/first-init" | sha256sum | cut -c1-16)"
if [ "$(cat built 2>/dev/null)" = "$made_from" ] && [ -e vmlinuz ] && [ -e initramfs.gz ]; then
    echo "guest: built already for $version in $cache"
    exit 0
fi
echo "guest: building for $version in $cache"
rm -rf built work lib
mkdir -p work/packages work/root/{bin,lib,proc,sys,dev,host,changes,new}

if [ ! -e "/usr/src/linux-headers-$version/Makefile" ]; then
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-remove --no-install-recommends -o DPkg::Lock::Timeout=900 \
        install "linux-headers-$version"
fi
# As root apt would hand the download to its own user, who may not write here.
(cd work/packages && apt-get -q -o APT::Sandbox::User=root download "$image" v4l2loopback-dkms)
dpkg-deb -x work/packages/linux-image-*.deb work/kernel
dpkg-deb -x work/packages/v4l2loopback-dkms_*.deb work/loopback

mv "work/kernel/boot/vmlinuz-$version" vmlinuz
mv work/kernel/lib lib
loopback=$(echo "$PWD"/work/loopback/usr/src/v4l2loopback-*)
make -s -C "/usr/src/linux-headers-$version" M="$loopback" modules
install -D -m 644 "$loopback/v4l2loopback.ko" "lib/modules/$version/updates/v4l2loopback.ko"
depmod -b . "$version"

# The first root: busybox, the modules it takes to reach the host's files, in the order they load, and first-init.
cp /bin/busybox work/root/bin/
for module in virtio_pci 9pnet_virtio 9p overlay; do
    modprobe -d . -S "$version" --show-depends "$module" | awk '$1 == "insmod" {print $2}'
done | awk '!seen[$0]++' | while read -r file; do
    cp "$file" work/root/lib/
    basename "$file" >> work/root/lib/order
done
install -m 755 "$here/first-init" work/root/init
(cd work/root && find . | cpio --quiet -o -H newc | gzip -1) > initramfs.gz

rm -rf work
echo "$made_from" > built
echo "guest: built"

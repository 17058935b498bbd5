#!/usr/bin/env bash
# What the tests need from the system, on Debian 12 as root: OpenGL in software, a screen, JACK, OBS, a browser, and the guest of
# docs/rig.md with a real V4L2 camera and ALSA MIDI. Run it as often as you like: what is there is left alone.
#
#   .ci/system-packages.sh            everything
#   .ci/system-packages.sh --no-guest without the guest (about 1 GB less to fetch and unpack)
set -euo pipefail
cd "$(dirname "$0")/.."

gl=(libegl1 libgl1 libgl1-mesa-dri libgles2 libglib2.0-0 glslang-tools)
screen=(xvfb xauth xdotool x11-utils libxcursor1 libxi6 libxinerama1 libxrandr2 libxkbcommon0)
sound=(jackd2 libjack-jackd2-0 libasound2)
video=(ffmpeg)
osc=(liblo-tools) # another implementation of OSC, to talk to
obs=(obs-studio iproute2 util-linux) # a real OBS, in a network of its own
browser=(chromium fonts-dejavu-core)
guest=(qemu-system-x86 busybox-static cpio kmod make gcc v4l-utils alsa-utils iproute2 procps)

wanted=("${gl[@]}" "${screen[@]}" "${sound[@]}" "${video[@]}" "${osc[@]}" "${obs[@]}" "${browser[@]}")
[ "${1:-}" = --no-guest ] || wanted+=("${guest[@]}")
command -v npm > /dev/null || wanted+=(npm) # fetches the webcam clip; a machine may have one that is not Debian's

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing=()
for package in "${wanted[@]}"; do
    is_installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "system-packages: installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive # or jackd2 asks whether to allow realtime
    apt-get -q update
    apt-get -q -y --no-remove --no-install-recommends -o DPkg::Lock::Timeout=900 install "${missing[@]}"
fi

[ "${1:-}" = --no-guest ] || tests/rig/guest/build.sh

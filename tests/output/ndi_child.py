"""Sends two flat halves over NDI and receives them in the same process; prints what arrived as JSON.

    python ndi_child.py WIDTH HEIGHT

A program of its own, because NDI reads where to look (NDI_CONFIG_DIR) once and keeps threads.
"""

from __future__ import annotations

import json
import os
import sys
import time

import numpy as np
from cyndilib.finder import Finder
from cyndilib.receiver import Receiver
from cyndilib.video_frame import VideoFrameSync
from cyndilib.wrapper.ndi_recv import RecvBandwidth, RecvColorFormat

from livefocus.frame import Picture, PixelFormat
from livefocus.output.ndi import NdiSink
from tests.output.test_recorder import COLOUR, flat, flat_nv12

WITHIN_S = 60.0


def picture(number: int, size: tuple[int, int], pixel_format: PixelFormat) -> Picture:
    """`COLOUR` in the top half, black in the bottom half."""
    if pixel_format is PixelFormat.RGB24:
        rgb = flat(number, number / 25, size).rgb().copy()
        rgb[size[1] // 2 :] = 0
        return Picture(rgb.reshape(-1), pixel_format, size, number / 25, number)
    luma, blueness, redness = (int(flat_nv12(0, 0.0).data[at]) for at in (0, 64 * 48, 64 * 48 + 1))
    planes = np.empty((size[1] * 3 // 2, size[0]), np.uint8)
    planes[: size[1] // 2] = luma
    planes[size[1] // 2 : size[1]] = 16
    planes[size[1] :] = 128
    planes[size[1] : size[1] + size[1] // 4, 0::2] = blueness
    planes[size[1] : size[1] + size[1] // 4, 1::2] = redness
    return Picture(planes.reshape(-1), pixel_format, size, number / 25, number)


def main(width: int, height: int) -> None:
    name = f"rig {os.getpid()}"
    sink, finder = NdiSink(name), Finder()
    pixel_format = sink.formats((width, height))[0]
    sink.open((width, height), 25.0, pixel_format)
    finder.open()
    until_s = time.monotonic() + WITHIN_S
    source, number = None, 0
    while source is None and time.monotonic() < until_s:
        finder.wait_for_sources(0.1)
        ours = [each for each in finder.get_source_names() if name in each]
        source = finder.get_source(ours[0]) if ours else None
    receiver = Receiver(color_format=RecvColorFormat.RGBX_RGBA, bandwidth=RecvBandwidth.highest)
    frame = VideoFrameSync()
    receiver.frame_sync.set_video_frame(frame)
    receiver.set_source(source)
    while frame.xres == 0 and time.monotonic() < until_s:
        sink.send(picture(number, (width, height), pixel_format))
        number += 1
        receiver.frame_sync.capture_video()
        time.sleep(0.04)
    seen = np.array(frame.get_array()).reshape(frame.yres, frame.xres, 4)[..., :3].astype(float)
    top, bottom = seen[height // 8 : 3 * height // 8], seen[5 * height // 8 : 7 * height // 8]
    means = [half.mean((0, 1)).tolist() for half in (top, bottom)]
    size = [frame.xres, frame.yres]
    print(json.dumps({"size": size, "means": means, "sent": list(COLOUR), "format": pixel_format.value}), flush=True)
    sink.close()
    finder.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

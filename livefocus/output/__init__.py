"""Where pictures go: virtual camera, window, file, stills. Leaves drawing to `render`, threads to `app`."""

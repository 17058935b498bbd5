"""From glfw's codes of keys and buttons to the names of `KeyEvent` and `PointerEvent`."""

from __future__ import annotations

from typing import Any

import glfw

NAMED = {
    glfw.KEY_SPACE: "space",
    glfw.KEY_TAB: "tab",
    glfw.KEY_ESCAPE: "escape",
    glfw.KEY_BACKSPACE: "backspace",
    glfw.KEY_ENTER: "enter",
    glfw.KEY_KP_ENTER: "enter",
    glfw.KEY_LEFT: "left",
    glfw.KEY_RIGHT: "right",
    glfw.KEY_UP: "up",
    glfw.KEY_DOWN: "down",
    glfw.KEY_LEFT_BRACKET: "[",
    glfw.KEY_RIGHT_BRACKET: "]",
    glfw.KEY_MINUS: "-",
    glfw.KEY_KP_SUBTRACT: "-",
    glfw.KEY_EQUAL: "=",
    glfw.KEY_KP_ADD: "=",
    glfw.KEY_COMMA: ",",
    glfw.KEY_PERIOD: ".",
    glfw.KEY_KP_DECIMAL: ".",
    glfw.KEY_SLASH: "/",
    glfw.KEY_KP_DIVIDE: "/",
}
MODIFIERS = {
    glfw.MOD_SHIFT: "shift",
    glfw.MOD_CONTROL: "ctrl",
    glfw.MOD_ALT: "alt",
    glfw.MOD_SUPER: "super",
}

BUTTONS = {
    glfw.MOUSE_BUTTON_LEFT: "left",
    glfw.MOUSE_BUTTON_RIGHT: "right",
    glfw.MOUSE_BUTTON_MIDDLE: "middle",
}
HOLDING = {
    glfw.KEY_LEFT_SHIFT: "shift",
    glfw.KEY_RIGHT_SHIFT: "shift",
    glfw.KEY_LEFT_CONTROL: "ctrl",
    glfw.KEY_RIGHT_CONTROL: "ctrl",
    glfw.KEY_LEFT_ALT: "alt",
    glfw.KEY_RIGHT_ALT: "alt",
    glfw.KEY_LEFT_SUPER: "super",
    glfw.KEY_RIGHT_SUPER: "super",
}
"""Keys that modify while they are held; the wheel's events do not say which are."""


def key_name(key: int, scancode: int) -> str | None:
    """Return the name of a key, None for one nobody binds.

    Letters go by what is printed on the key (the layout), so that F is F on every keyboard; digits and punctuation by
    their place, because some layouts have no bare digits.
    """
    if key in NAMED:
        return NAMED[key]
    if glfw.KEY_A <= key <= glfw.KEY_Z:
        printed = glfw.get_key_name(key, scancode) or ""
        return printed if len(printed) == 1 and "a" <= printed <= "z" else chr(key).lower()
    if glfw.KEY_0 <= key <= glfw.KEY_9:
        return chr(key)
    if glfw.KEY_KP_0 <= key <= glfw.KEY_KP_9:
        return str(key - glfw.KEY_KP_0)
    if glfw.KEY_F1 <= key <= glfw.KEY_F12:
        return f"f{key - glfw.KEY_F1 + 1}"
    return None


def modifier_names(bits: int) -> frozenset[str]:
    """Return the names of the modifiers held."""
    return frozenset(name for bit, name in MODIFIERS.items() if bits & bit)


def held_modifiers(window: Any) -> frozenset[str]:
    """Return the names of the modifiers held in a window now."""
    return frozenset(name for key, name in HOLDING.items() if glfw.get_key(window, key) == glfw.PRESS)

"""The page in a real browser."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from livefocus.frame import Picture, PixelFormat
from tests.control.remote.browser import Visit, Visitor, url_of
from tests.control.remote.stage import Stage, until

pytestmark = pytest.mark.browser


def heads_for(stage: Stage, plane: float) -> bool:
    return abs(stage.desk.focus.target_inverse_depth - plane) < 1e-6


def test_two_browsers_stay_in_step(stage: Stage, visit: Visit) -> None:
    phone, desk = visit(), visit(size=(1280, 800), touch=False)
    phone.page.click("#marks button:nth-child(2)")
    for device in (phone, desk):
        device.shows(0.32)
        device.page.wait_for_selector("#marks button:nth-child(2).on")
    desk.page.keyboard.press("Shift+Digit8")
    phone.page.wait_for_selector("#marks button:nth-child(8):not(.unset)")
    desk.page.click("#moves >> text=Suspense")
    phone.page.wait_for_selector("#moves [data-name=suspense][aria-checked=true]")
    phone.page.click("[data-switch=peaking]")
    desk.page.wait_for_selector("[data-switch=peaking][aria-pressed=true]")
    x, y = desk.centre("#wheel")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x - 60, y, steps=6)
    desk.page.wait_for_timeout(200)
    desk.page.mouse.up()
    until(lambda: stage.desk.focus.target_inverse_depth > 0.33)
    phone.shows(stage.desk.focus.target_inverse_depth)


def test_the_page_comes_back_when_the_show_does(browser: Browser) -> None:
    first = Stage()
    phone = Visitor(browser, url_of(first)).ready()
    first.close()
    phone.page.wait_for_selector("body.away")
    assert phone.page.is_visible("text=The show is away")
    second = Stage(port=first.port)
    try:
        assert second.port == first.port
        phone.ready()
        phone.page.click("#marks button:nth-child(2)")
        until(lambda: second.done == ["rack b"])
        phone.shows(0.32)
    finally:
        phone.close()
        second.close()


def test_marks_go_and_are_set(stage: Stage, visit: Visit) -> None:
    phone = visit()
    phone.page.tap("#marks button:nth-child(2)")
    phone.page.tap("#marks button:nth-child(7)")  # not set yet: pressing it sets it
    x, y = phone.centre("#marks button:nth-child(3)")
    finger = phone.finger()
    finger.down(x, y)
    until(lambda: "mark c" in stage.done)  # held
    finger.up()
    phone.page.wait_for_timeout(200)
    assert stage.done == ["rack b", "mark g", "mark c"]
    phone.page.locator("#marks button:nth-child(1)").click(modifiers=["Shift"])
    until(lambda: stage.done[3:] == ["mark a"])


def test_racks_have_a_duration_and_a_curve(stage: Stage, visit: Visit) -> None:
    desk = visit(size=(1280, 1000), touch=False)
    desk.page.check("#own-time")
    desk.page.fill("#duration", "0.5")
    desk.page.select_option("#curve", "quint")
    desk.page.select_option("#sync", "on beat")
    assert desk.page.inner_text("#duration-text") == "1.3 s"
    desk.page.click("#marks button:nth-child(2)")
    desk.page.select_option("#sync", "")
    desk.page.keyboard.press("Digit1")
    until(lambda: stage.done == ["rack b 1.3 quint on beat", "rack a 1.3 quint"])
    desk.page.reload()
    desk.ready()
    assert desk.page.is_checked("#own-time")
    assert desk.page.input_value("#curve") == "quint"


def test_everything_else_does_what_it_says(stage: Stage, visit: Visit) -> None:
    desk = visit(size=(1600, 1000), touch=False)
    for selector in (
        "text=Swap",
        "#cue-card >> text=Go",
        "#cues >> text=back to the couple",
        "#cue-card >> text=Stop",
        "#cue-card >> text=Back",
        "[data-act='fnumber 1']",
        "#looks >> text=Noir",
        "[data-follow=off]",
        "text=All sharp",
        "text=Reverse",
        "text=Tap tempo",
    ):
        desk.page.click(selector)
    wanted = "swap|cue go|cue fire back to the couple|cue stop|cue back|fnumber 1|look noir|follow off|panic on"
    until(lambda: len(stage.done) == 11)
    assert "|".join(stage.done) == f"{wanted}|reverse|tempo tap"
    desk.page.wait_for_selector("body.panicking")


def test_the_fader_goes_both_ways(stage: Stage, visit: Visit) -> None:
    desk = visit(size=(1280, 800), touch=False)
    desk.page.fill("#fade", "0.25")
    until(lambda: heads_for(stage, 0.72 + 0.25 * (0.32 - 0.72)))
    stage.post("focus 0.32")
    desk.page.wait_for_function("() => document.getElementById('fade').value > 0.99")


def test_every_control_is_reached_and_worked_by_keyboard(stage: Stage, visit: Visit) -> None:
    desk = visit(size=(1280, 800), touch=False)
    page = desk.page
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.innerText.split('\\n')[0]"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or page.evaluate("document.activeElement === document.body")
    assert {
        "picture",
        "wheel",
        "learn",
        "All sharp",
        "A",
        "H",
        "fade",
        "Swap",
        "sync",
        "Go",
        "Face",
        "Peaking",
    } <= reached
    page.focus("#wheel")
    for key in ("ArrowRight", "Shift+ArrowLeft", "PageDown", "Home", "End"):
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    until(lambda: len(stage.done) == 5)
    planes = [float(done.removeprefix("focus ")) for done in stage.done]
    assert planes == pytest.approx([0.74, 0.736, 0.72, 0.0, 1.0])
    assert page.get_attribute("#wheel", "role") == "slider"
    page.focus("#moves [aria-checked=true]")
    page.keyboard.press("ArrowRight")
    until(lambda: stage.done[-1] == "move snap")
    page.focus("#picture")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    until(lambda: stage.done[-1] == "tap 0.45 0.5")


def test_the_picture_is_live_and_a_tap_on_it_focuses(stage: Stage, visit: Visit) -> None:
    colours = itertools.cycle([(200, 40, 40), (40, 200, 40)])
    sequence = itertools.count()

    def offer() -> None:
        if stage.server.preview.wanted:
            pixels = np.empty((90, 160, 3), np.uint8)
            pixels[:] = next(colours)
            stage.server.preview.offer(Picture(pixels.reshape(-1), PixelFormat.RGB24, (160, 90), 0.0, next(sequence)))

    stage.each_tick.append(offer)
    phone = visit()
    phone.page.wait_for_function("() => document.getElementById('picture').dataset.pictures > 3")
    colour = phone.page.evaluate(
        "[...document.getElementById('preview').getContext('2d').getImageData(80, 45, 1, 1).data].slice(0, 3)"
    )
    assert min(np.abs(np.subtract(colour, wanted)).max() for wanted in ((200, 40, 40), (40, 200, 40))) < 12
    box = phone.page.locator("#preview").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.02)
    phone.page.touchscreen.tap(box["x"] + 0.25 * box["width"], box["y"] + 0.75 * box["height"])
    until(lambda: stage.done)
    x, y = (float(word) for word in stage.done[0].removeprefix("tap ").split())
    assert (x, y) == (pytest.approx(0.25, abs=0.01), pytest.approx(0.75, abs=0.01))
    finger = phone.finger()
    finger.down(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    until(lambda: any(done.startswith("follow at 0.5") for done in stage.done))
    finger.up()


def test_nothing_is_sent_to_a_page_nobody_looks_at(stage: Stage, visit: Visit) -> None:
    phone = visit()
    until(lambda: stage.server.preview.wanted)
    phone.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    picture = Picture(np.zeros(160 * 90 * 3, np.uint8), PixelFormat.RGB24, (160, 90), 0.0, 0)

    def nobody_asks_for_another() -> bool:
        stage.server.preview.offer(picture)
        phone.page.wait_for_timeout(300)
        return not stage.server.preview.wanted

    until(nobody_asks_for_another)  # once a busy page has noticed that it was scrolled
    phone.page.evaluate("window.scrollTo(0, 0)")
    until(lambda: stage.server.preview.wanted)


def test_midi_is_learned_by_pressing_what_a_control_shall_do(stage: Stage, visit: Visit) -> None:
    learned: list[str] = []
    stage.desk.learn = learned.append
    phone = visit()
    phone.page.tap("#learn")
    phone.page.tap("#marks button:nth-child(2)")
    until(lambda: learned == ["rack b"])
    phone.page.tap("#learn")
    phone.page.tap("#wheel")
    until(lambda: learned == ["rack b", "focus"])
    phone.page.tap("#learn")
    phone.page.keyboard.press("Escape")
    phone.page.tap("#marks button:nth-child(2)")
    until(lambda: stage.done[-1] == "rack b")


def test_nothing_sticks_out_at_any_width(visit: Visit) -> None:
    page = visit(touch=False).page
    for width in (300, 320, 390, 640, 768, 980, 1280, 1500, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        check_layout(page, width)


def check_layout(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    out = page.evaluate(
        """[...document.querySelectorAll("button, select, input, output, h1, h2, .card, .wheel, .picture")]
        .filter((each) => each.offsetParent && (each.getBoundingClientRect().right > innerWidth + 0.5
            || each.getBoundingClientRect().left < -0.5
            || each.scrollWidth > each.clientWidth + 1 && each.matches("button")))
        .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert out == [], width
    small = page.evaluate(
        """[...document.querySelectorAll("button, select")]
        .filter((each) => each.offsetParent && (each.offsetHeight < 36 || each.offsetWidth < 36))
        .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert small == [], width

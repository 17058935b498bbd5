from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from livefocus.frame import Picture, PixelFormat
from tests.control.remote.browser import Visitor, chromium, url_of
from tests.control.remote.stage import Stage, until

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, stage: Stage) -> Iterator[Visit]:
    """Open the page of the show on another device each time."""
    visitors: list[Visitor] = []

    def visit(**wishes: object) -> Visitor:
        visitors.append(Visitor(browser, url_of(stage), **wishes))  # type: ignore[arg-type]
        return visitors[-1].ready()

    yield visit
    for visitor in visitors:
        visitor.close()


def rests(stage: Stage, phone: Visitor) -> float:
    """Wait until focus is sent nowhere else for a while, and return where it was sent last."""
    phone.page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
    seen, since_s = stage.desk.focus.target_inverse_depth, time.monotonic()
    while time.monotonic() - since_s < 0.7:
        if stage.desk.focus.target_inverse_depth != seen:
            seen, since_s = stage.desk.focus.target_inverse_depth, time.monotonic()
        time.sleep(0.02)
    return seen


def heads_for(stage: Stage, plane: float) -> bool:
    return abs(stage.desk.focus.target_inverse_depth - plane) < 1e-6


def test_a_finger_on_the_wheel_moves_focus(stage: Stage, visit: Visit) -> None:
    phone = visit()
    phone.shows(0.72)
    x, y = phone.centre("#wheel")
    finger = phone.finger()
    finger.down(x, y)
    for step in range(1, 13):
        finger.move(x + 5 * step, y)  # to the right: the scale goes with the finger, so focus goes away
        phone.page.wait_for_timeout(20)
    held = rests(stage, phone)
    assert 0.6 < held < 0.67
    finger.up()  # after a rest: no throw
    assert rests(stage, phone) == held
    phone.shows(held)
    assert all(done.startswith("focus ") for done in stage.done)


def test_the_wheel_can_be_thrown_and_caught(stage: Stage, visit: Visit) -> None:
    phone = visit()
    thrown = """async (way) => {
        // one hand, timed by the page itself: a throw is a matter of milliseconds, which a slow machine would stretch
        const wheel = document.getElementById("wheel"), box = wheel.getBoundingClientRect();
        const at = (type, x) => wheel.dispatchEvent(new PointerEvent(type, {
            pointerId: 7, bubbles: true, clientX: x, clientY: box.top + 40, isPrimary: true, pointerType: "touch"}));
        wheel.setPointerCapture = () => {};
        let x = box.left + box.width / 2;
        at("pointerdown", x);
        const began = performance.now();
        while (performance.now() - began < 120) {
            at("pointermove", x + way * (performance.now() - began));
            await new Promise((go) => setTimeout(go, 4));
        }
        const left = Number(wheel.ariaValueNow ?? wheel.getAttribute("aria-valuenow"));
        at("pointermove", x + way * (performance.now() - began));
        at("pointerup", x + way * (performance.now() - began));
        return left;
    }"""
    phone.page.evaluate(thrown, 1.2)
    then = stage.desk.focus.target_inverse_depth
    until(lambda: stage.desk.focus.target_inverse_depth < then - 0.02)  # it goes on without the hand
    finger = phone.finger()
    x, y = phone.centre("#wheel")
    finger.down(x, y)
    caught = rests(stage, phone)
    finger.up()
    assert rests(stage, phone) == caught
    assert caught > 0.0


def test_a_throw_comes_to_rest_on_a_mark_and_at_the_end_stop(visit: Visit) -> None:
    phone = visit()
    rests = """async ({from, speed}) => {
        const {Flywheel} = await import("/physics.js");
        const fly = new Flywheel();
        fly.detents = [0.32, 0.72];
        fly.grab(from, 0);
        for (let t = 10; t <= 80; t += 10) fly.drag(speed * 0.01, t, 0.004);
        fly.release(85, 0.04);
        let moved = 0;
        while (fly.step(1 / 60)) moved++;
        return [fly.value, moved, fly.mode];
    }"""
    value, moved, mode = phone.page.evaluate(rests, {"from": 0.6, "speed": 0.3})
    assert (value, mode) == (0.72, "idle")  # 0.3 × 0.08 + 0.3 × 0.34 would be 0.726
    assert moved > 20
    value, _, mode = phone.page.evaluate(rests, {"from": 0.6, "speed": -4.0})
    assert (value, mode) == (0.0, "idle")
    value, moved, _ = phone.page.evaluate(rests, {"from": 0.5, "speed": 0.02})
    assert abs(value - 0.5016) < 1e-9  # let go, not thrown
    assert moved == 0


def test_a_hand_on_a_thrown_wheel_stops_it_at_once(visit: Visit) -> None:
    caught = """async () => {
        const {Flywheel} = await import("/physics.js");
        const fly = new Flywheel();
        fly.grab(0.2, 0);
        for (let t = 10; t <= 80; t += 10) fly.drag(0.005, t, 0);
        fly.release(85, 0);
        for (let i = 0; i < 6; i++) fly.step(1 / 60);
        const thrown = fly.value, wasCoasting = fly.mode;
        fly.grab(fly.value, 200);
        for (let i = 0; i < 60; i++) fly.step(1 / 60);
        const held = fly.value;
        fly.release(400, 0);
        for (let i = 0; i < 60; i++) fly.step(1 / 60);
        return [wasCoasting, thrown, held, fly.value, fly.mode];
    }"""
    coasting, thrown, held, after, mode = visit().page.evaluate(caught)
    assert (coasting, mode) == ("coasting", "idle")
    assert thrown > 0.25  # it had gone on from 0.24
    assert thrown == held == after


def test_a_slow_hand_feels_the_marks(visit: Visit) -> None:
    felt = """async () => {
        const {Flywheel} = await import("/physics.js");
        const fly = new Flywheel();
        fly.detents = [0.5];
        fly.grab(0.49, 0);
        const seen = [];
        for (let t = 1; t <= 20; t++) { fly.drag(0.001, t * 30, 0.004); seen.push(fly.value); }
        return seen;
    }"""
    seen = visit().page.evaluate(felt)
    assert 7 <= seen.count(0.5) <= 9  # 4 either side of it, but for what rounding makes of the outermost
    assert all(later >= earlier - 1e-12 for earlier, later in itertools.pairwise(seen))
    assert seen[-1] == pytest.approx(0.51)


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
    picture = np.zeros(160 * 90 * 3, np.uint8)
    stage.server.preview.offer(Picture(picture, PixelFormat.RGB24, (160, 90), 0.0, 0))
    until(lambda: not stage.server.preview.wanted)
    phone.page.wait_for_timeout(300)
    assert not stage.server.preview.wanted
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

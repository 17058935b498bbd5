"""The follow-focus wheel, under a finger in a real browser; how it coasts, in the browser but on a clock of its own."""

from __future__ import annotations

import itertools
import time

import pytest

from tests.control.remote.browser import Visit, Visitor
from tests.control.remote.stage import Stage, until

pytestmark = pytest.mark.browser


THROW = """async (way) => {
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


NOTE_WHAT_HANDS_SEND = """() => {
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (text) {
            window.sentByHand = JSON.parse(text).action ?? window.sentByHand;
            return send.call(this, text);
        };
    }"""


def rests(stage: Stage, phone: Visitor) -> float:
    """Wait until focus is sent nowhere else for a while, and return where it was sent last."""
    phone.page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
    seen, since_s = stage.desk.focus.target_inverse_depth, time.monotonic()
    while time.monotonic() - since_s < 0.7:
        if stage.desk.focus.target_inverse_depth != seen:
            seen, since_s = stage.desk.focus.target_inverse_depth, time.monotonic()
        time.sleep(0.02)
    return seen


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
    phone.page.evaluate(THROW, 1.2)
    then = stage.desk.focus.target_inverse_depth
    until(lambda: stage.desk.focus.target_inverse_depth < then - 0.02)  # it goes on without the hand
    finger = phone.finger()
    x, y = phone.centre("#wheel")
    finger.down(x, y)
    caught = rests(stage, phone)
    finger.up()
    assert rests(stage, phone) == caught
    assert caught > 0.0


@pytest.mark.parametrize("by", ["page", "elsewhere"])
def test_a_thrown_wheel_overrules_no_other_hand(stage: Stage, visit: Visit, by: str) -> None:
    phone = visit()
    phone.page.evaluate(NOTE_WHAT_HANDS_SEND)
    phone.page.evaluate(THROW, 1.2)
    if by == "page":
        phone.page.evaluate("() => document.querySelector('#marks button:nth-child(3)').click()")
    else:
        let_go_at = float(phone.page.evaluate("() => sentByHand").split()[1])
        until(lambda: stage.desk.focus.target_inverse_depth <= let_go_at)  # or the hand itself would come last
        stage.post("rack c")
    assert rests(stage, phone) == 0.5
    phone.shows(0.5)


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

"""The gallery in a real browser: readable for all, usable by keyboard, and without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = ("gallery.html", "gallery_portal.html", "gallery_bare.html")
SIZES = {"desk": (1440, 900), "phone": (360, 780)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def look(page: Page) -> None:
    """Scroll through, so that what loads on sight is there."""
    for _ in range(30):
        page.mouse.wheel(0, 600)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(500)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_keeps_anybody_out(
    chromium: Browser, gallery_site: str, axe: str, name: str, scheme: Any, size: str
):
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(gallery_site + name)
    look(page)
    page.add_script_tag(content=axe)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    said = [
        f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]
    ]
    context.close()
    assert said == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_load_clean_under_the_policy_and_fit(
    chromium: Browser, gallery_site: str, name: str, size: str
):
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto(gallery_site + name)
    look(page)
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert said == []
    assert beyond <= 0


def test_charts_are_drawn_and_the_table_says_the_same(gallery: Page):
    look(gallery)
    assert gallery.locator("[data-chart-canvas] svg").count() == 3
    assert "94.2" in gallery.locator(".chart-table").first.inner_text()


def test_keys_reach_everything(gallery: Page):
    gallery.keyboard.press("c")
    expect(gallery.locator("#capture-input")).to_be_focused()
    gallery.keyboard.press("Escape")
    gallery.keyboard.press("?")
    expect(gallery.locator("#keys")).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(gallery.locator("#keys")).to_be_hidden()
    gallery.keyboard.press("g")
    gallery.keyboard.press("t")
    expect(gallery).to_have_url(re.compile("#tickets$"))


def test_keys_are_letters_while_somebody_types(gallery: Page):
    title = gallery.locator("#gallery-new-title")
    title.click()
    gallery.keyboard.type("check?")
    expect(title).to_have_value("check?")
    expect(gallery.locator("#keys")).to_be_hidden()


def test_lists_are_walked_chosen_and_opened(gallery: Page):
    gallery.keyboard.press("j")
    gallery.keyboard.press("j")
    rows = gallery.locator("tr[data-item]")
    expect(rows.nth(1)).to_have_class(re.compile("is-current"))
    gallery.keyboard.press("k")
    expect(gallery.locator("[data-bulk-count]")).to_have_text("1")
    gallery.keyboard.press("x")
    expect(gallery.locator("[data-bulk-count]")).to_have_text("2")
    gallery.keyboard.press("Enter")
    expect(gallery).to_have_url(re.compile("#deal-0$"))


def test_a_tables_head_stays_under_the_top_bar(gallery: Page):
    table = gallery.locator("table[data-list]").first
    gallery.evaluate(
        "table => scrollTo(0, table.getBoundingClientRect().bottom + scrollY - 160)",
        table.element_handle(),
    )
    head = table.locator("thead th").nth(1).bounding_box()
    assert head
    assert head["y"] == pytest.approx(52, abs=1)


def test_a_refused_form_is_read_first(gallery: Page):
    expect(gallery.locator("#main [data-answered] [data-refusal]")).to_be_focused()


def test_the_palette_searches_as_one_types(gallery: Page):
    gallery.keyboard.press("Control+k")
    palette = gallery.locator("#palette")
    expect(palette.locator(".palette-item[aria-selected=true]")).to_contain_text("Desk")
    gallery.keyboard.type("acme")
    expect(palette.locator(".palette-item").first).to_contain_text("Acme Manufacturing")
    gallery.keyboard.press("ArrowDown")
    gallery.keyboard.press("Enter")
    expect(gallery).to_have_url(re.compile("#new-deal$"))


def test_a_line_is_read_saved_and_emptied(gallery: Page, posted):
    gallery.keyboard.press("c")
    gallery.keyboard.type("acme vpn down 25m")
    expect(gallery.locator("#capture-read .chip").first).to_contain_text("Acme Manufacturing")
    key = gallery.locator(".capture input[name=idempotency_key]").input_value()
    gallery.keyboard.press("Enter")
    expect(gallery.locator("#capture-read")).to_contain_text("25 m logged on Acme.")
    expect(gallery.locator("#capture-input")).to_have_value("")
    expect(gallery.locator("#toasts .toast").last).to_contain_text("Undo")
    path, sent = posted[-1]
    assert (path, sent["line"], sent["idempotency_key"]) == (
        "/capture", ["acme vpn down 25m"], [key],
    )  # fmt: skip
    assert "start_timer" not in sent
    assert gallery.locator(".capture input[name=idempotency_key]").input_value() != key


def test_a_lost_session_loses_no_line(gallery: Page):
    gallery.locator("#capture-input").fill("acme vpn lost 25m")
    with gallery.expect_navigation():
        gallery.keyboard.press("Enter")
    expect(gallery.locator("#capture-input")).to_have_value("acme vpn lost 25m")
    assert gallery.locator("#capture-read h1").count() == 0


def test_a_redirect_leads_there_and_tells_what_it_had_to_tell(gallery: Page):
    gallery.locator("#capture-input").fill("elsewhere 25m")
    with gallery.expect_navigation(url=re.compile("gallery_portal")):
        gallery.keyboard.press("Enter")
    # One from the answer that was thrown away, one of the page itself.
    expect(gallery.locator("#toasts .toast")).to_have_count(2)


def test_ctrl_enter_saves_and_starts_a_timer(gallery: Page, posted):
    gallery.locator("#capture-input").fill("acme vpn down")
    gallery.keyboard.press("Control+Enter")
    expect(gallery.locator("#capture-input")).to_have_value("")
    assert posted[-1][1]["start_timer"] == ["1"]


def test_a_chip_selects_its_words_in_the_line(gallery: Page):
    gallery.locator("#capture-input").fill("acme vpn down 25m")
    gallery.locator("#capture-read .chip", has_text="25 m").click()
    chosen = gallery.locator("#capture-input").evaluate(
        "line => line.value.slice(line.selectionStart, line.selectionEnd)"
    )
    assert chosen == "25m"


def test_a_card_moves_by_keyboard(gallery: Page, posted):
    card = gallery.locator("#card-birch-backup")
    card.focus()
    for key in ("Space", "ArrowLeft", "Space"):
        gallery.keyboard.press(key)
    expect(gallery.locator("[data-column=proposal] #card-birch-backup")).to_be_visible()
    expect(gallery.locator("[data-board-said]")).to_have_text("Moved to Proposal.")
    path, sent = posted[-1]
    assert (path, sent["column"], sent["before"]) == (
        "/move/birch-backup", ["proposal"], ["acme-refresh"],
    )  # fmt: skip
    expect(gallery.locator(".board-column").nth(1).locator("[data-column-count]")).to_have_text("3")


def test_a_card_that_may_not_move_says_why_where_it_was(gallery: Page):
    gallery.locator("#card-clinic-network").focus()
    for key in ("Space", "ArrowRight", "Enter"):
        gallery.keyboard.press(key)
    back = gallery.locator("[data-column=discovery] #card-clinic-network")
    expect(back.locator(".card-refused")).to_have_text("Not moved. No estimate.")


def test_a_move_without_a_session_says_so(gallery: Page):
    gallery.locator("#card-harbour-wi-fi").focus()
    for key in ("Space", "ArrowRight", "Space"):
        gallery.keyboard.press(key)
    back = gallery.locator("[data-column=discovery] #card-harbour-wi-fi")
    expect(back.locator(".card-refused")).to_contain_text("you are signed out")


def test_escape_puts_a_card_back_and_sends_nothing(gallery: Page, posted):
    gallery.locator("#card-birch-backup").focus()
    for key in ("Space", "ArrowLeft", "Escape"):
        gallery.keyboard.press(key)
    expect(gallery.locator("[data-column=signed] #card-birch-backup")).to_be_visible()
    assert posted == []


def test_a_card_moves_by_mouse(gallery: Page, posted):
    card = gallery.locator("#card-delta-move-to-365")
    card.scroll_into_view_if_needed()
    start = card.bounding_box()
    goal = gallery.locator("[data-column=signed]").bounding_box()
    assert start
    assert goal
    gallery.mouse.move(start["x"] + 20, start["y"] + 40)
    gallery.mouse.down()
    gallery.mouse.move(goal["x"] + 60, goal["y"] + 30, steps=12)
    gallery.mouse.move(goal["x"] + 64, goal["y"] + 34, steps=4)
    gallery.mouse.up()
    expect(gallery.locator("[data-column=signed] #card-delta-move-to-365")).to_be_visible()
    assert posted[-1][1]["column"] == ["signed"]


def test_a_draft_survives_a_reload_until_it_is_dropped(gallery: Page):
    gallery.locator("#gallery-new-title").fill("Firewall swap")
    gallery.reload()
    expect(gallery.locator("#gallery-new-title")).to_have_value("Firewall swap")
    gallery.get_by_role("button", name="Start afresh").click()
    expect(gallery.locator("#gallery-new-title")).to_have_value("")
    gallery.reload()
    expect(gallery.locator("#gallery-new-title")).to_have_value("")


SENT = """() => { const key = 'upheld-draft:gallery-new';
  localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage[key]), sent: true})) }"""


def test_a_draft_is_forgotten_once_the_server_has_it(gallery: Page, gallery_site: str):
    gallery.locator("#gallery-new-title").fill("Firewall swap")
    gallery.evaluate(SENT)
    gallery.goto(gallery_site + "gallery_portal.html")
    assert gallery.evaluate("localStorage.getItem('upheld-draft:gallery-new')") is None


def test_a_draft_survives_a_lost_session(gallery: Page, gallery_site: str):
    gallery.locator("#gallery-new-title").fill("Firewall swap")
    gallery.evaluate(SENT)
    gallery.goto(gallery_site + "gallery_bare.html")
    gallery.goto(gallery_site + "gallery.html")
    expect(gallery.locator("#gallery-new-title")).to_have_value("Firewall swap")


def test_a_question_is_asked_before_it_is_done(gallery: Page):
    send = gallery.get_by_role("button", name="Send proposal")
    send.click()
    dialog = gallery.locator("#confirm")
    expect(dialog).to_contain_text("She can sign from then on.")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    send.click()
    with gallery.expect_request(lambda request: request.method == "POST"):
        dialog.get_by_role("button", name="Send proposal").click()


def test_what_was_done_can_be_undone_for_ten_seconds(chromium: Browser, gallery_site: str):
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(gallery_site + "gallery.html")
    toast = page.locator("#toasts .toast")
    page.clock.run_for(9_000)
    expect(toast).to_have_count(1)
    page.clock.run_for(2_000)
    expect(toast).to_have_count(0)
    context.close()


def test_time_away_from_a_running_timer_is_asked_about(chromium: Browser, gallery_site: str):
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(gallery_site + "gallery.html")
    asked = page.locator("#idle")
    page.mouse.move(100, 100)
    page.clock.fast_forward("09:00")
    page.mouse.move(120, 120)
    expect(asked).to_be_hidden()
    page.clock.fast_forward("24:00")
    page.mouse.move(140, 140)
    expect(asked).to_contain_text("ran on for 24 m")
    page.clock.fast_forward("01:00")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        asked.get_by_role("button", name="Trim and go on").click()
    assert re.search(r"idle_seconds=150\d&go_on=1", sent.value.post_data or "")
    context.close()


def test_menus_close_when_one_turns_elsewhere(gallery: Page):
    summary = gallery.locator("summary.me-button")
    summary.click()
    expect(gallery.get_by_role("link", name="My settings")).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(gallery.get_by_role("link", name="My settings")).to_be_hidden()


def test_the_drawer_opens_and_closes_on_a_phone(chromium: Browser, gallery_site: str):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(gallery_site + "gallery.html")
    expect(page.locator("#side")).not_to_be_in_viewport()
    page.get_by_role("link", name="More", exact=True).click()
    expect(page.get_by_role("link", name="Measures")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#side")).not_to_be_in_viewport()
    context.close()


def test_it_all_works_as_plain_links_and_forms(chromium: Browser, gallery_site: str):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(gallery_site + "gallery.html")
    page.locator("summary.me-button").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.locator("[data-bulk]")).to_be_visible()
    expect(page.locator(".capture-send")).to_be_visible()
    move = page.locator("#card-acme-refresh summary")
    move.click()
    expect(page.locator("#card-acme-refresh").get_by_role("button", name="Signed")).to_be_visible()
    expect(page.locator("[data-chart-canvas]").first).to_be_hidden()
    expect(page.locator(".toast-close").first).to_be_hidden()
    context.close()

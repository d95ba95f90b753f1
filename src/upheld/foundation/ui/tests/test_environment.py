from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from jinja2 import UndefinedError

from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.ui.environment import PageEnvironment, render_block
from upheld.foundation.ui.gallery import sample_shell
from upheld.foundation.ui.shell import Shell


def made(pages: PageEnvironment, template: str, **context: Any) -> str:
    return pages.from_string(template).render(shell=sample_shell(), **context)


def test_components_are_there_without_an_import(pages):
    assert "Save" in made(pages, "{{ ui.button('Save') }}")


def test_components_are_there_in_a_block_rendered_alone(pages):
    template = pages.from_string(
        "{% extends 'layouts/shell.html' %}"
        "{% block content %}{{ ui.action('Go', '/go') }}{% endblock %}"
    )
    alone = render_block(template, "content", {"shell": sample_shell()})
    assert "<html" not in alone
    assert 'action="/go"' in alone
    assert 'value="sample"' in alone


def test_a_frame_without_anything_in_it_still_holds(pages):
    bare = Shell("Northgate IT", None, datetime(2026, 7, 1, tzinfo=UTC), "sample")
    for layout in ("shell", "portal"):
        page = pages.from_string(
            f"{{% extends 'layouts/{layout}.html' %}}{{% block title %}}Rooms{{% endblock %}}"
        ).render(shell=bare)
        assert '<h1 class="page-title">Rooms</h1>' in page
        assert "<title>Rooms – Northgate IT</title>" in page
        assert not re.search(r'(action|href|hx-get|hx-post)=""', page)


def test_a_name_that_is_missing_fails_loudly(pages):
    with pytest.raises(UndefinedError):
        made(pages, "{{ nothing }}")


def test_a_component_that_is_missing_fails_loudly(pages):
    with pytest.raises(UndefinedError):
        made(pages, "{{ ui.no_such_thing() }}")


def test_an_icon_that_is_not_built_fails_loudly(pages):
    with pytest.raises(LookupError, match=r"icons\.txt"):
        made(pages, "{{ icon('no-such-icon') }}")


def test_text_is_escaped_in_components(pages):
    hostile = '"><script>alert(1)</script>'
    template = (
        "{{ ui.button(x) }}{{ ui.text_field('a', x, x, hint=x, error=x) }}{{ ui.status(x) }}"
        "{{ ui.cell(x, url=x) }}{{ ui.empty_state(x, x, x) }}{{ ui.facts([(x, x)]) }}"
        "{{ ui.note(x, title=x) }}{{ ui.toast(x, undo_url=x) }}"
    )
    assert "<script" not in made(pages, template, x=hostile)


def test_every_form_carries_the_token_and_a_key_of_its_own(pages):
    page = made(
        pages,
        "{% call ui.form('/a') %}{% endcall %}"
        "{{ ui.action('B', '/b', fields={'n': 1}, version=3) }}",
    )
    assert page.count('name="csrfmiddlewaretoken" value="sample"') == 2
    keys = re.findall(r'name="idempotency_key" value="(\w+)"', page)
    assert len(set(keys)) == 2
    assert 'name="version" value="3"' in page
    assert 'name="n" value="1"' in page


def test_the_token_comes_from_the_request_where_there_is_no_shell(pages):
    page = pages.from_string("{% call ui.form('/a') %}{% endcall %}").render(csrf_token="mine")
    assert 'name="csrfmiddlewaretoken" value="mine"' in page


def test_a_get_form_carries_no_token(pages):
    assert "csrf" not in made(pages, "{% call ui.form('/a', method='get') %}{% endcall %}")


def test_fields_find_their_own_message_in_the_forms_refusal(pages):
    page = made(
        pages,
        "{% call ui.form('/a', refused=refused) %}{{ ui.text_field('due', 'Due') }}"
        "{{ ui.text_field('title', 'Title') }}{% endcall %}{{ ui.text_field('due', 'Due') }}",
        refused=invalid(due="The due day has passed."),
    )
    assert page.count("The due day has passed.") == 1
    assert page.count('aria-invalid="true"') == 1
    assert 'role="alert"' in page


def test_ids_differ_between_forms_on_one_page(pages):
    page = made(
        pages,
        "{% for key in ['a', 'b'] %}{% call ui.form('/', key=key) %}"
        "{{ ui.text_field('name', 'Name') }}{% endcall %}{% endfor %}",
    )
    assert 'id="a-name"' in page
    assert 'for="b-name"' in page


def test_a_refusal_prints_every_reason_at_once(pages):
    from upheld.foundation.refusals import Reason

    refused = Refused(
        "open",
        "Two are open.",
        what="Not sent.",
        reasons=[Reason("a", "One.", url="/one", remedy="Open it"), Reason("b", "Two.")],
    )
    page = made(pages, "{{ ui.refusal(refused) }}", refused=refused)
    for words in ("Not sent.", "Two are open.", "One.", "Two.", "Open it"):
        assert words in page


@pytest.mark.parametrize(
    "state",
    [
        "offered", "agreed", "kept", "broken", "replaced", "released",
        "at_risk", "due_soon", "overdue",
    ],
)  # fmt: skip
def test_a_light_has_a_shape_and_a_word(pages, state):
    page = made(pages, "{{ ui.light(state) }}", state=state)
    assert "#" in page
    assert re.search(r'class="light-word">\w', page)


def test_typed_choices_stay_chosen(pages):
    page = made(
        pages,
        "{{ ui.select_field('s', 'S', [(1, 'One'), (2, 'Two')], 2) }}"
        "{{ ui.multi_field('m', 'M', ['a', 'b'], ['b']) }}"
        "{{ ui.radio_cards('r', 'R', [('x', 'X')], 'x') }}",
    )
    assert '<option value="2" selected>' in page
    assert 'value="b" checked' in page
    assert 'value="a" checked' not in page
    assert 'value="x" checked' in page


def test_empty_cells_show_a_dash_and_nought_shows_nought(pages):
    page = made(pages, "{{ ui.cell(none) }}{{ ui.cell(0, numeric=true) }}")
    assert page.count("–") == 1
    assert ">0</td>" in page


def test_fields_of_one_name_have_a_label_each(pages):
    page = made(
        pages,
        "{% for kind in ('text', 'select', 'textarea', 'checkbox') %}{% for place in (1, 2) %}"
        "{% set field = ui[kind ~ '_field'] %}{{ field('who', 'Who', (), id='who-' ~ place) }}"
        "{% endfor %}{% endfor %}",
    )
    for place in (1, 2):
        assert len(re.findall(rf'for="[^"]*-who-{place}"', page)) == 4
        assert len(re.findall(rf' id="[^"]*-who-{place}"', page)) == 4
    assert not re.search(r"<[^>]* id=[^>]* id=", page)

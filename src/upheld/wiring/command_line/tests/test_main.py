from __future__ import annotations

import argparse

import pytest

from upheld.wiring import command_line

pytestmark = pytest.mark.once


def registered() -> dict[str, command_line.Subcommand]:
    return command_line.subcommands(argparse.ArgumentParser().add_subparsers())


def test_every_subcommand_is_found_and_can_run():
    found = registered()

    assert {"serve", "backup", "restore", "check"} <= set(found)
    assert all(callable(module.run) for module in found.values())


@pytest.mark.parametrize("name", sorted(registered()))
def test_every_subcommand_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        command_line.main([name, "--help"])

    assert ended.value.code == 0
    assert f"upheld {name}" in capsys.readouterr().out


def test_what_is_not_understood_ends_with_status_two(capsys):
    with pytest.raises(SystemExit) as ended:
        command_line.main(["no-such-command"])

    assert ended.value.code == 2

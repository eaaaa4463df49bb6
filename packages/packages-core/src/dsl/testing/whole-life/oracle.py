"""What pytest-testinfra finds on a server: called by testinfra.ts, with what is expected in a file."""

import json
import os

import pytest

with open(os.environ["EXPECTED"], encoding="utf-8") as file:
    EXPECTED = json.load(file)


def each(kind):
    return pytest.mark.parametrize("it", EXPECTED[kind], ids=lambda it: f"{it['of']}: {it['name']}")


@each("packages")
def test_package(host, it):
    assert host.package(it["name"]).is_installed == it["present"]


@each("services")
def test_service(host, it):
    service = host.service(it["name"])
    assert service.is_running == it["present"]
    # Debian leaves no unit behind that could be enabled; systemctl fails for one that is not there.
    if it["present"] or service.exists:
        assert service.is_enabled == it["present"]


@each("sockets")
def test_socket(host, it):
    assert host.socket(it["name"]).is_listening == it["present"]


@each("users")
def test_user(host, it):
    assert host.user(it["name"]).exists == it["present"]


@each("files")
def test_file(host, it):
    file = host.file(it["name"])
    assert file.is_file or file.is_symlink
    assert file.mode & 0o022 == 0
    if it["secret"]:
        assert file.mode & 0o004 == 0

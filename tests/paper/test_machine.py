"""What paper needs of a machine: said at once, in words, before anything is laid out."""

from __future__ import annotations

import sys

import pytest
from kit.paper import faces

from planpress.errors import BuildError
from planpress.paper import machine


def test_libraries_that_are_missing_are_named_with_their_packages(monkeypatch):
    monkeypatch.setattr(machine, "LIBRARIES", machine.LIBRARIES | {"libsetter1": "libsetter.so.1"})
    with pytest.raises(BuildError) as caught:
        machine.faces("en")
    assert "libsetter.so.1. " in str(caught.value)
    assert "apt-get install libsetter1 " in str(caught.value)
    monkeypatch.setattr(sys, "platform", "darwin")  # there they have other names
    assert machine.faces("en") == faces()


def test_set_up_installs_what_is_asked_for(project):
    setup = (project / "setup.sh").read_text("utf-8")
    for package, file in machine.LIBRARIES.items():
        assert f"need {package} 'has_library {file}'" in setup

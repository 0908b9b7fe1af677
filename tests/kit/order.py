"""In which order the modules of tests are begun, and by how many workers."""

from __future__ import annotations

import os

import pytest

from kit.paths import TESTS

LONGEST = (
    "test_build.py",
    "browser/test_accessibility.py",
    "content/test_corruptions.py",
    "content/test_fits.py",
    "browser/test_policy.py",
    "browser/test_injection.py",
    "browser/test_layout.py",
    "browser/test_walk.py",
    "test_kills.py",
    "test_robust.py",
    "test_edits.py",
    "browser/test_events.py",
    "test_qr.py",
    "paper/test_stamp.py",
    "paper/test_cluster.py",
    "revisions/test_changes.py",
    "web/test_revision_pages.py",
    "publishing/test_publish.py",
    "browser/test_nginx.py",
    "browser/test_revisions.py",
    "publishing/test_signing.py",
    "test_wheel.py",
    "browser/test_search_box.py",
    "web/test_serve.py",
    "test_redline.py",
    "office/test_office.py",
)
"""Modules of a quarter of a minute and more, the longest first; but for that, as they are collected."""


def longest_first(items: list[pytest.Item]) -> None:
    """Put first what takes longest: a worker that begins it in the end is the only one at work for minutes."""
    place = {TESTS / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def number_of_workers() -> int:
    """Return half as many again as there are cores: tests wait for browsers, servers and one another."""
    cores = os.cpu_count() or 1
    return cores + (cores + 1) // 2

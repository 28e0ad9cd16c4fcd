"""The order of the tests: what takes longest begins first, so that nobody waits for one file at the end."""

LONGEST = (
    "tests/web/test_on_postgres.py",
    "tests/rounds/test_hostile.py",
    "tests/rounds/test_full_disk_at_any_write.py",
    "tests/rounds/test_hostile_under_load.py",
    "tests/rounds/test_network_cut.py",
    "tests/rounds/test_killing.py",
    "tests/web/test_role_matrix.py",
    "tests/web/test_pages_in_browser.py",
    "tests/web/test_unit_sees_no_other.py",
    "tests/checks/test_word_finder.py",
    "tests/rounds/test_replay.py",
)
_RANKS = {name: rank for rank, name in enumerate(LONGEST)}


def pytest_collection_modifyitems(items):
    """Stable: within a file, and among all others, the order stays."""
    items.sort(key=lambda item: _RANKS.get(item.nodeid.partition("::")[0], len(_RANKS)))

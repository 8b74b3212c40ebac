from goldenthread.people.tests.postbox import port, smtp  # noqa: F401 - fixtures

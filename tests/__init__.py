"""All tests, and in ``stack`` the fixtures that they share."""

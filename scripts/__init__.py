"""What ``make`` runs: setting a machine up, the demo, the tests, and the private services of both."""

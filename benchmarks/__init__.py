"""Measures that compare what the app does with a floor in the same run. `make benchmark` runs them all."""

"""`sections.py` lists of ERPNext's DocTypes."""

"""What the CRM does by itself.

`workflow_rules/`  when this happens, if that holds, do these things
"""

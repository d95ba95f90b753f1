"""The HTML doors of the playbook."""

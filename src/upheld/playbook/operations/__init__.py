"""The only writers of the playbook."""

"""Who may see what of the playbook, and what its pages show."""

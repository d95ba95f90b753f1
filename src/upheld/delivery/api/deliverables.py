"""The endpoints of deliverables."""
